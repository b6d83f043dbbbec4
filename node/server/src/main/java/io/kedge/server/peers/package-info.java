/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Between the replica and the other members: {@link io.kedge.server.peers.PeerNetwork} sends what a turn decided and
 * brings what comes in as tasks to the replica's loop. The transport lives on the one event loop of a Vert.x of its
 * own; nothing in here is confined to the replica's thread.
 */
@NullMarked
package io.kedge.server.peers;

import org.jspecify.annotations.NullMarked;
