/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

/**
 * A write on its way to the leader, for {@link Replica#proposeForwarded} there. May be lost, repeated or late; it is
 * never sent twice.
 *
 * @param to the leader of {@code term}
 * @param sequence what the sender knows it by, unique over its life
 * @param command encoded, with origin and sequence
 */
public record Forward(long to, long term, long sequence, byte[] command) {}
