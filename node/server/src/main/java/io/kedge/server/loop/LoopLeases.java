/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Leases;
import io.kedge.api.Reply;
import io.kedge.model.Caller;
import io.kedge.model.Key;
import io.kedge.model.LeaseGrant;
import io.kedge.model.LeaseResult;
import io.kedge.model.LeaseRevoke;
import io.kedge.model.Result;
import io.kedge.replica.LeaseCall;
import io.kedge.replica.Proposal;
import io.kedge.replica.Replica;
import io.kedge.replica.lease.Lease;
import io.kedge.server.peers.LeaseAnswer;
import io.kedge.server.peers.LeaseInquiry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Leases of one loop: grants and revocations through the log, renewals by the leader's clock. */
final class LoopLeases implements Leases {

    private final LoopEnvironment environment;
    private final LoopNode node;
    private final LoopProposer proposer;
    private final long ttlSecondsMin;

    LoopLeases(LoopEnvironment environment, LoopNode node, LoopProposer proposer) {
        this.environment = environment;
        this.node = node;
        this.proposer = proposer;
        // etcd's minimum: one and a half election timeouts, rounded up to whole seconds.
        long minMillis = environment.config().electionMillis() * 3 / 2;
        this.ttlSecondsMin = (minMillis + 999) / 1000;
    }

    @Override
    public void grant(Caller caller, long id, long ttlSeconds, Reply<LeaseResult> reply) {
        long chosen = id == 0 ? randomId() : id;
        LeaseGrant grant = new LeaseGrant(chosen, Math.max(ttlSeconds, ttlSecondsMin), List.of());
        proposer.propose(caller, grant, LeaseResult.class, reply);
    }

    private static long randomId() {
        return 1 + (ThreadLocalRandom.current().nextLong() >>> 1) % Long.MAX_VALUE;
    }

    @Override
    public void revoke(Caller caller, long id, Reply<LeaseResult> reply) {
        proposer.propose(caller, new LeaseRevoke(id, false), LeaseResult.class, reply);
    }

    @Override
    public void keepAlive(Caller caller, long id, Reply<LeaseResult> reply) {
        if (environment.shared().readsLocally()) {
            environment.replica().execute((replica, now) -> renew(replica, caller, id, now, reply));
            return;
        }
        LeaseInquiry inquiry = new LeaseInquiry(LeaseCall.Kind.RENEW, id, false);
        ask(inquiry, reply, answer -> {
            if (answer.seconds() > 0) {
                environment.meters().counts().leaseRenewed();
            }
            reply.succeed(new LeaseResult(answer.revision(), id, answer.seconds()));
        });
    }

    private void renew(Replica replica, Caller caller, long id, long now, Reply<LeaseResult> reply) {
        Lease lease = replica.stores().system().leases().get(id);
        long revision = replica.stores().users().published();
        if (lease == null || lease.isEnding()) {
            node.onLoop(() -> reply.succeed(new LeaseResult(revision, id, 0)));
            return;
        }
        environment.meters().counts().leaseRenewed();
        LeaseResult renewed = new LeaseResult(revision, id, lease.ttlSeconds());
        Proposal clearing = replica.renew(lease, now);
        if (clearing == null) {
            node.onLoop(() -> reply.succeed(renewed));
        } else {
            node.onLoop(() -> proposer.propose(
                    caller,
                    clearing.command().operation(),
                    Result.class,
                    reply.onSuccess(result -> reply.succeed(renewed))));
        }
    }

    @Override
    public void timeToLive(Caller caller, long id, boolean keys, Reply<TimeToLive> reply) {
        if (environment.shared().readsLocally()) {
            environment.replica().execute((replica, now) -> {
                TimeToLive answer = timeToLive(replica, id, keys, now);
                node.onLoop(() -> reply.succeed(answer));
            });
            return;
        }
        LeaseInquiry inquiry = new LeaseInquiry(LeaseCall.Kind.TIME_TO_LIVE, id, keys);
        ask(
                inquiry,
                reply,
                answer -> reply.succeed(new TimeToLive(
                        answer.revision(), id, answer.seconds(), answer.grantedSeconds(), bytesOf(answer.keys()))));
    }

    private static TimeToLive timeToLive(Replica replica, long id, boolean keys, long now) {
        Lease lease = replica.stores().system().leases().get(id);
        long revision = replica.stores().users().published();
        return lease == null || lease.isEnding()
                ? new TimeToLive(revision, id, -1, 0, List.of())
                : new TimeToLive(
                        revision,
                        id,
                        replica.remainingSeconds(lease, now),
                        lease.ttlSeconds(),
                        keys ? bytesOf(lease.keys()) : List.of());
    }

    private static List<byte[]> bytesOf(Collection<Key> keys) {
        List<byte[]> bytes = new ArrayList<>(keys.size());
        for (Key key : keys) {
            bytes.add(key.bytes());
        }
        return bytes;
    }

    private void ask(LeaseInquiry inquiry, Reply<?> reply, Consumer<LeaseAnswer> answered) {
        new LeaseQuestion(environment, node, inquiry, reply, answered).ask();
    }

    @Override
    public void list(Caller caller, Reply<LeaseList> reply) {
        confirmed(reply, (replica, now) -> {
            List<Long> ids = new ArrayList<>(replica.stores().system().leases().size());
            for (Lease lease : replica.stores().system().leases().all()) {
                ids.add(lease.id());
            }
            LeaseList answer = new LeaseList(replica.stores().users().published(), ids);
            node.onLoop(() -> reply.succeed(answer));
        });
    }

    /** Runs {@code task} on the replica once leadership is confirmed after the call arrived. */
    private void confirmed(Reply<?> reply, io.kedge.server.ReplicaTask task) {
        if (environment.shared().readsLocally()) {
            environment.replica().execute(task);
        } else {
            ((LoopKv) node.kv()).linearizable(reply, () -> environment.replica().execute(task));
        }
    }
}
