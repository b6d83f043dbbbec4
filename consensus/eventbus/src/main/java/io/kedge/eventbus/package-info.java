/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Peers over the clustered Vert.x event bus. {@link io.kedge.eventbus.PeerTransport} sends and receives the Raft core's
 * messages and the node's requests; {@link io.kedge.eventbus.cluster} says where members are, {@link
 * io.kedge.eventbus.wire} how they write, {@link io.kedge.eventbus.snapshot} moves large files.
 *
 * <p>The bus queues without bound, towards a socket as well as while it connects; so nothing is handed to it that a
 * budget of {@link io.kedge.eventbus.PeerLimits} does not cover. What is over it is dropped, and the Raft core is told
 * that the peer is unreachable. Everything runs on one event-loop context, the replica's.
 */
@NullMarked
package io.kedge.eventbus;

import org.jspecify.annotations.NullMarked;
