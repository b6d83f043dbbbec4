/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.replica.mvcc.MvccStore;
import io.kedge.server.NodeConfig;
import io.kedge.server.NodeMeters;
import io.kedge.server.ReaderPool;
import io.kedge.server.ReplicaLoop;
import io.kedge.server.SharedState;
import io.kedge.server.StorageView;
import io.kedge.server.http.ConnectionLimit;
import io.kedge.server.peers.PeerNetwork;

/**
 * What every loop's view of the node stands on.
 *
 * @param connections of clients, all loops together
 */
public record LoopEnvironment(
        NodeConfig config,
        SharedState shared,
        MvccStore users,
        ReplicaLoop replica,
        ReaderPool readers,
        StorageView storage,
        PeerNetwork peers,
        NodeMeters meters,
        ConnectionLimit connections) {}
