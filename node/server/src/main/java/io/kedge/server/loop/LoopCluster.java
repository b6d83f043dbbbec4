/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Cluster;
import io.kedge.api.Reply;
import io.kedge.model.Caller;
import io.kedge.model.MemberChange;
import io.kedge.model.MemberChange.Kind;
import io.kedge.model.MemberInfo;
import io.kedge.model.MembersResult;
import io.kedge.model.StatusCode;
import io.kedge.server.MemberIds;
import io.kedge.server.PeerUrls;
import java.util.List;

/** The members on one loop. Changes go the way of every write; the leader judges them. */
final class LoopCluster implements Cluster {

    private final LoopEnvironment environment;
    private final LoopNode node;
    private final LoopProposer proposer;

    LoopCluster(LoopEnvironment environment, LoopNode node, LoopProposer proposer) {
        this.environment = environment;
        this.node = node;
        this.proposer = proposer;
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
            List<MemberInfo> members = replica.stores().system().members().list();
            node.onLoop(() -> reply.succeed(members));
        });
    }

    @Override
    public void add(Caller caller, List<String> peerUrls, boolean learner, Reply<Added> reply) {
        if (!PeerUrls.areValid(peerUrls)) {
            reply.fail(StatusCode.MEMBER_BAD_URLS);
            return;
        }
        List<String> sorted = peerUrls.stream().sorted().toList();
        long id = MemberIds.joining(sorted, environment.config().clusterToken(), System.currentTimeMillis());
        MemberInfo added = new MemberInfo(id, "", sorted, List.of(), learner);
        MemberChange change = new MemberChange(learner ? Kind.ADD_LEARNER : Kind.ADD_VOTER, id, sorted);
        change(caller, change, reply.onSuccess(members -> reply.succeed(new Added(added, members))));
    }

    @Override
    public void remove(Caller caller, long memberId, Reply<List<MemberInfo>> reply) {
        change(caller, new MemberChange(Kind.REMOVE, memberId, List.of()), reply);
    }

    @Override
    public void promote(Caller caller, long memberId, Reply<List<MemberInfo>> reply) {
        change(caller, new MemberChange(Kind.PROMOTE, memberId, List.of()), reply);
    }

    @Override
    public void update(Caller caller, long memberId, List<String> peerUrls, Reply<List<MemberInfo>> reply) {
        if (PeerUrls.areValid(peerUrls)) {
            change(caller, new MemberChange(Kind.UPDATE, memberId, peerUrls), reply);
        } else {
            reply.fail(StatusCode.MEMBER_BAD_URLS);
        }
    }

    private void change(Caller caller, MemberChange change, Reply<List<MemberInfo>> reply) {
        proposer.propose(
                caller, change, MembersResult.class, reply.onSuccess(result -> reply.succeed(result.members())));
    }
}
