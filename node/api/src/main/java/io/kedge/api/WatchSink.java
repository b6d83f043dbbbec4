/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

import io.kedge.model.Event;
import io.kedge.model.StatusCode;
import java.util.List;

/** Where a watch stream's messages go; called on the stream's loop only. */
public interface WatchSink {

    /** Whether more may be sent now; while false the node keeps only a cursor for each of the stream's watches. */
    boolean isWritable();

    void created(long watchId, long revision);

    /** A create that failed: COMPACTED for a negative start, EMPTY_WATCH_RANGE, DUPLICATE_WATCH_ID, or an auth code. */
    void rejected(StatusCode reason, long revision);

    /**
     * All of the watch's events of one or more whole revisions.
     *
     * @param revision for the header, never below the last event's
     */
    void events(long watchId, WatchRequest watch, long revision, List<Event> events);

    /** The watch ended: {@code compactRevision} is 0 if the client asked for it, else its next revision is gone. */
    void canceled(long watchId, long compactRevision, long revision);

    /** Every event up to {@code revision} has been sent to the watch, or to all of the stream for id -1. */
    void progress(long watchId, long revision);

    /** The node ends the stream: NO_LEADER, STOPPED. */
    void ended(StatusCode reason);
}
