/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

/**
 * What a member must not forget. Term and vote are durable before anything that asserts them is sent; the commit index
 * is a hint that travels with the next append and never costs a force of its own.
 *
 * @param votedFor member voted for in {@code term}, 0 = none
 * @param commit highest index known committed and durable here, 0 = none
 */
public record HardState(long term, long votedFor, long commit) {
    public static final HardState NONE = new HardState(0, 0, 0);
}
