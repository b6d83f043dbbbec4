/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

/**
 * How to watch.
 *
 * @param fromRevision the first revision to tell; 0 = from now on
 * @param previous tell what each event replaced
 * @param bufferEvents events held for a slow subscriber; one answer of the server may go beyond it
 * @param overflow what happens when the buffer is full
 */
public record WatchOptions(long fromRevision, boolean previous, int bufferEvents, OverflowPolicy overflow) {

    private static final int BUFFER_EVENTS = 1_024;

    /** Throws {@link IllegalArgumentException} for a negative revision or a buffer of no size. */
    public WatchOptions {
        if (fromRevision < 0 || bufferEvents < 1) {
            throw new IllegalArgumentException("fromRevision " + fromRevision + ", bufferEvents " + bufferEvents);
        }
    }

    /** From now on, nothing replaced, 1024 events, {@link OverflowPolicy#WAIT}. */
    public static WatchOptions defaults() {
        return new WatchOptions(0, false, BUFFER_EVENTS, OverflowPolicy.WAIT);
    }

    /** Begin with this revision. */
    public WatchOptions withFromRevision(long revision) {
        return new WatchOptions(revision, previous, bufferEvents, overflow);
    }

    /** Tell what each event replaced. */
    public WatchOptions withPrevious(boolean on) {
        return new WatchOptions(fromRevision, on, bufferEvents, overflow);
    }

    /** Another buffer and policy. */
    public WatchOptions withBuffer(int events, OverflowPolicy policy) {
        return new WatchOptions(fromRevision, previous, events, policy);
    }
}
