/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.model.MemberInfo;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.server.NodeConfig;
import io.kedge.server.NodeMeters;
import io.kedge.server.ReaderPool;
import io.kedge.server.ReplicaLoop;
import io.kedge.server.SharedState;
import io.kedge.server.StorageView;
import java.util.List;

/**
 * What every loop's view of the node stands on.
 *
 * @param bootMembers the initial cluster, with ids
 */
public record LoopEnvironment(
        NodeConfig config,
        SharedState shared,
        MvccStore users,
        ReplicaLoop replica,
        ReaderPool readers,
        StorageView storage,
        List<MemberInfo> bootMembers,
        NodeMeters meters) {}
