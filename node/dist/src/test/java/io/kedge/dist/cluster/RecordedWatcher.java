/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import io.kedge.simulator.history.WatchStream;
import java.util.List;

/** A client that watches for a whole round, through all that happens to members. */
interface RecordedWatcher {

    String name();

    /**
     * Waits for all events up to a revision, then ends; fails if they do not come. At that revision and at a later one
     * each group of keys has an event.
     */
    void finish(long revision);

    /** What it saw; after its end. */
    List<WatchStream> streams();

    /** Ends at once. */
    void stop();
}
