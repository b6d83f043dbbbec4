/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import java.util.List;

/**
 * One message of a watch; fragments are put together before.
 *
 * @param revision the store's revision in its header
 * @param compactRevision set on a cancel because the wanted past is compacted, else 0
 */
public record WatchResponse(Kind kind, long revision, List<WatchEvent> events, long compactRevision) {

    /** What the message is for. */
    public enum Kind {
        EVENTS,
        /** All events up to the header's revision have been sent. */
        PROGRESS,
        /** The last message. */
        CANCELED
    }

    public WatchResponse {
        events = List.copyOf(events);
    }

    public static WatchResponse events(long revision, List<WatchEvent> events) {
        return new WatchResponse(Kind.EVENTS, revision, events, 0);
    }

    public static WatchResponse progress(long revision) {
        return new WatchResponse(Kind.PROGRESS, revision, List.of(), 0);
    }

    public static WatchResponse canceled(long compactRevision) {
        return new WatchResponse(Kind.CANCELED, 0, List.of(), compactRevision);
    }
}
