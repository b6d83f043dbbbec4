/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.net;

/** What a network can do to messages. */
public enum NetworkFault {
    /** A message vanishes. */
    LOSS,
    /** A message comes twice. */
    DUPLICATE,
    /** A message overtakes another of its link; without this each link keeps its order. */
    REORDER,
    /** A message takes many times as long as others. */
    DELAY_SPIKE,
    /** A copy comes so late that terms, leaders and memberships have passed. */
    LATE_DELIVERY,
    /** The sender of a message over a cut link is told so; without this all is lost in silence. */
    SENDER_ERROR,
    /** Two groups cannot reach each other. */
    SYMMETRIC_PARTITION,
    /** One member cannot be heard, or cannot hear, by or from some others. */
    ONE_WAY_CUT,
    /** Two groups cannot reach each other, yet one member reaches both: a chain. */
    PARTIAL_PARTITION,
    /** Every other disruption cuts off the leader: from hearing, from being heard, or both. */
    ISOLATE_LEADER,
    /** All links of a member hold their messages, then let them go at once. */
    CLOG,
    /** Links are clogged one by one and let go one by one in another order. */
    SWIZZLE_CLOG
}
