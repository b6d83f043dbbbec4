/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

/** What Raft must not forget; {@code votedFor} is 0 for none. The commit index may lag, it is never forced alone. */
public record WalHardState(long term, long votedFor, long commit) {

    /** The state of a log nothing was written to. */
    public static final WalHardState EMPTY = new WalHardState(0, 0, 0);
}
