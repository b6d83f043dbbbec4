/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Maintenance;
import io.kedge.api.Reply;
import io.kedge.model.Alarm;
import io.kedge.model.AlarmChange;
import io.kedge.model.AlarmResult;
import io.kedge.model.AlarmState;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.kedge.raft.RaftCore;
import io.kedge.raft.Role;
import io.kedge.replica.LeaderMove;
import io.kedge.replica.Replica;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.mvcc.Reads;
import io.kedge.replica.system.SystemTable;
import io.kedge.server.EtcdVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Operators' calls on one loop. */
final class LoopMaintenance implements Maintenance {

    private final LoopEnvironment environment;
    private final LoopNode node;
    private final LoopProposer proposer;

    LoopMaintenance(LoopEnvironment environment, LoopNode node, LoopProposer proposer) {
        this.environment = environment;
        this.node = node;
        this.proposer = proposer;
    }

    @Override
    public void status(Caller caller, Reply<Status> reply) {
        environment.replica().execute((replica, now) -> {
            Status status = status(replica);
            node.onLoop(() -> reply.succeed(status));
        });
    }

    private Status status(Replica replica) {
        RaftCore raft = replica.raft();
        List<String> errors = new ArrayList<>();
        if (raft.leaderId() == 0) {
            errors.add("etcdserver: no leader");
        }
        for (AlarmState alarm : replica.stores().system().alarms(Alarm.NONE)) {
            String name =
                    alarm.alarm() == Alarm.NO_SPACE ? "NOSPACE" : alarm.alarm().name();
            // As Protobuf prints a message: without what is 0.
            String member = alarm.memberId() == 0 ? "" : "memberID:" + Long.toUnsignedString(alarm.memberId()) + " ";
            errors.add(member + "alarm:" + name + " ");
        }
        long size = Math.max(environment.storage().sizeBytes(), 1);
        return new Status(
                environment.users().published(),
                EtcdVersion.SERVER,
                EtcdVersion.STORAGE,
                size,
                Math.min(size, Math.max(environment.storage().sizeInUseBytes(), 1)),
                environment.config().effectiveQuotaBytes(),
                raft.leaderId(),
                raft.commitIndex(),
                raft.term(),
                replica.appliedIndex(),
                errors,
                raft.configuration().learners().contains(raft.memberId()));
    }

    @Override
    public void alarms(Caller caller, Alarm filter, Reply<AlarmResult> reply) {
        environment.replica().execute((replica, now) -> {
            AlarmResult result = new AlarmResult(
                    environment.users().published(), replica.stores().system().alarms(filter));
            node.onLoop(() -> reply.succeed(result));
        });
    }

    @Override
    public void raiseAlarm(Caller caller, long memberId, Alarm alarm, Reply<AlarmResult> reply) {
        proposer.propose(caller, new AlarmChange(true, memberId, alarm), AlarmResult.class, reply);
    }

    @Override
    public void clearAlarm(Caller caller, long memberId, Alarm alarm, Reply<AlarmResult> reply) {
        proposer.propose(caller, new AlarmChange(false, memberId, alarm), AlarmResult.class, reply);
    }

    @Override
    public void hash(Caller caller, Reply<Hash> reply) {
        environment.replica().execute((replica, now) -> {
            SystemTable system = replica.stores().system().table();
            node.onLoop(() -> submit(
                    reads -> {
                        long start = System.nanoTime();
                        hash(reads, 0, system.hash(), reply);
                        environment.meters().hashed(System.nanoTime() - start);
                    },
                    reply));
        });
    }

    @Override
    public void hashKv(Caller caller, long revision, Reply<Hash> reply) {
        submit(
                reads -> {
                    long start = System.nanoTime();
                    hash(reads, revision, 0, reply);
                    environment.meters().hashedRevision(System.nanoTime() - start);
                },
                reply);
    }

    private void submit(Consumer<Reads> read, Reply<Hash> reply) {
        if (!environment.readers().submit(read)) {
            reply.fail(StatusCode.TOO_MANY_REQUESTS);
        }
    }

    /** On a reader thread; {@code others} is the hash of what is not users' records. */
    private void hash(Reads reads, long revision, int others, Reply<Hash> reply) {
        MvccStore users = environment.users();
        long current = users.published();
        long at = revision == 0 ? current : revision;
        try {
            if (at > current) {
                throw new KedgeException(StatusCode.FUTURE_REVISION);
            }
            int hash = reads.hash(at) ^ others;
            Hash answer = new Hash(current, hash, users.publishedCompacted(), at);
            node.onLoop(() -> reply.succeed(answer));
        } catch (KedgeException refused) {
            node.onLoop(() -> reply.fail(refused));
        } catch (RuntimeException | Error e) {
            node.onLoop(() -> reply.fail(new KedgeException(StatusCode.INTERNAL, "hashing failed: " + e)));
        }
    }

    @Override
    public void defragment(Caller caller, Reply<Boolean> reply) {
        environment.storage().defragment(() -> node.onLoop(() -> reply.succeed(true)));
    }

    @Override
    public void moveLeader(Caller caller, long memberId, Reply<Boolean> reply) {
        environment.replica().execute((replica, now) -> {
            if (memberId != 0) {
                replica.moveLeader(new Move(memberId, reply), now);
            } else {
                // To the replica 0 means anybody, to clients it is a member that does not exist.
                boolean leads = replica.raft().role() == Role.LEADER;
                StatusCode refusal = leads ? StatusCode.BAD_TRANSFEREE : StatusCode.NOT_LEADER;
                node.onLoop(() -> reply.fail(refusal));
            }
        });
    }

    private final class Move extends LeaderMove {

        private final Reply<Boolean> reply;

        Move(long target, Reply<Boolean> reply) {
            super(target);
            this.reply = reply;
        }

        @Override
        protected void settled() {
            StatusCode refusal = failure();
            node.onLoop(() -> {
                if (refusal != null) {
                    reply.fail(refusal);
                } else {
                    reply.succeed(true);
                }
            });
        }
    }
}
