/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.quorum;

/** Where an election stands. */
public enum VoteResult {
    /** A quorum is still possible and not yet reached. */
    PENDING,
    /** No quorum is possible any more. */
    LOST,
    /** A quorum said yes. */
    WON
}
