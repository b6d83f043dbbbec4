/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

/** What a member is in its term. */
public enum Role {
    /** Follows the leader it knows, or waits for one. */
    FOLLOWER,
    /** Asks whether it could win an election, without disturbing the term. */
    PRE_CANDIDATE,
    /** Asks for votes in a term of its own making. */
    CANDIDATE,
    /** Won the election of its term. */
    LEADER
}
