/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

/**
 * One event-bus message between two members.
 *
 * @param from member that sends
 * @param to member that is meant
 * @param incarnation of the sender's data directory, not 0
 * @param knownIncarnation the one the sender knows of the target, 0 if none
 * @param sequence number of this envelope among those of this sender to this target, in this life
 * @param acknowledged sequence of the last envelope the sender had received from the target, 0 if none
 */
public record Envelope(
        long clusterId,
        long from,
        long to,
        long incarnation,
        long knownIncarnation,
        long sequence,
        long acknowledged,
        Body body) {}
