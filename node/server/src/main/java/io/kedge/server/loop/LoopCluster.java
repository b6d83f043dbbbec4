/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Cluster;
import io.kedge.api.Reply;
import io.kedge.model.Caller;
import io.kedge.model.MemberInfo;
import io.kedge.replica.Replica;
import java.util.ArrayList;
import java.util.List;

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

    private List<MemberInfo> members(Replica replica) {
        List<MemberInfo> members = new ArrayList<>();
        for (MemberInfo boot : environment.bootMembers()) {
            MemberInfo started = replica.stores().system().members().all().get(boot.id());
            members.add(
                    started == null
                            ? boot
                            : new MemberInfo(
                                    boot.id(), started.name(), boot.peerUrls(), started.clientUrls(), boot.learner()));
        }
        return members;
    }
}
