/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.membership;

/** How a change takes effect. */
public enum Transition {
    /** At once; at most one voter differs. */
    SIMPLE,
    /** Through a joint configuration that stays until a LEAVE is proposed. */
    JOINT_EXPLICIT,
    /** Through a joint configuration that the leader leaves by itself. */
    JOINT_AUTO,
    /** Ends the joint configuration. */
    LEAVE
}
