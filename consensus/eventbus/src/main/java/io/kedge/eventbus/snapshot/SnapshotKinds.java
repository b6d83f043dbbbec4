/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

/** Kinds of requests and statuses of answers of a snapshot's transfer. */
final class SnapshotKinds {
    static final int OPEN = 0xff01;
    static final int READ = 0xff02;
    static final int CLOSE = 0xff03;

    static final int STATUS_OK = 0;
    /** As many transfers as allowed are under way. */
    static final int STATUS_BUSY = 1;
    /** The sender does not know the transfer (any more). */
    static final int STATUS_GONE = 2;
    /** The sender has no such snapshot, or cannot read it. */
    static final int STATUS_FAILED = 3;
    /** The question makes no sense. */
    static final int STATUS_BAD = 4;

    private SnapshotKinds() {}
}
