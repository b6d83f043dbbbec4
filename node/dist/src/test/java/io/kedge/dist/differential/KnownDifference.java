/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import io.kedge.dist.support.Outcome;
import java.util.List;

/** How to tell that two replies differ just as a row of node/docs/differences.md says. */
enum KnownDifference {
    NONE_YET("none");

    private final String id;

    KnownDifference(String id) {
        this.id = id;
    }

    static KnownDifference byId(String id) {
        for (KnownDifference known : values()) {
            if (known.id.equals(id)) {
                return known;
            }
        }
        throw new IllegalArgumentException("no code judges the row \"" + id + "\" of differences.md");
    }

    String id() {
        return id;
    }

    boolean explains(Step step, Outcome older, Outcome newer) {
        return false;
    }

    boolean explainsEvents(List<WatchTally.Item> older, List<WatchTally.Item> newer) {
        return false;
    }
}
