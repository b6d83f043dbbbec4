/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Cluster;
import io.kedge.api.Reply;
import io.kedge.model.Caller;
import io.kedge.model.MemberInfo;
import io.kedge.replica.Replica;
import java.util.List;
import java.util.Map;

/** The members as the configuration and their own publications have them. */
final class LoopCluster implements Cluster {

    private final LoopEnvironment environment;
    private final LoopNode node;

    LoopCluster(LoopEnvironment environment, LoopNode node) {
        this.environment = environment;
        this.node = node;
    }

    @Override
    public void members(Caller caller, boolean linearizable, Reply<List<MemberInfo>> reply) {
        if (linearizable && !environment.shared().readsLocally()) {
            ((LoopKv) node.kv()).linearizable(reply, () -> list(reply));
        } else {
            list(reply);
        }
    }

    private void list(Reply<List<MemberInfo>> reply) {
        environment.replica().execute((replica, now) -> {
            List<MemberInfo> members = members(replica);
            node.onLoop(() -> reply.succeed(members));
        });
    }

    /** A member that is alone goes by its flags: nobody else needs to reach it. */
    private List<MemberInfo> members(Replica replica) {
        Map<Long, MemberInfo> known = replica.stores().system().members().all();
        MemberInfo own = environment.ownEntry();
        MemberInfo published = known.get(own.id());
        if (known.size() > 1) {
            return List.copyOf(known.values());
        }
        return List.of(
                published == null
                        ? own
                        : new MemberInfo(own.id(), published.name(), own.peerUrls(), published.clientUrls(), false));
    }
}
