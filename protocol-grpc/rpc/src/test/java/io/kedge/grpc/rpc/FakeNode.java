/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.api.Cancellation;
import io.kedge.api.Cluster;
import io.kedge.api.Elections;
import io.kedge.api.Kv;
import io.kedge.api.Leases;
import io.kedge.api.Locks;
import io.kedge.api.Maintenance;
import io.kedge.api.Node;
import io.kedge.api.NodeIdentity;
import io.kedge.api.Reply;
import io.kedge.api.WatchRequest;
import io.kedge.api.WatchSink;
import io.kedge.api.WatchStream;
import io.kedge.api.Watches;
import io.kedge.model.Alarm;
import io.kedge.model.AlarmResult;
import io.kedge.model.AlarmState;
import io.kedge.model.Caller;
import io.kedge.model.Cause;
import io.kedge.model.CompactRequest;
import io.kedge.model.CompactResult;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.LeaseResult;
import io.kedge.model.MemberInfo;
import io.kedge.model.OpResult;
import io.kedge.model.PutRequest;
import io.kedge.model.PutResult;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A map of keys and a record of calls, in place of a node; enough to see what the gRPC side makes of it. */
public final class FakeNode implements Node, NodeIdentity, Kv, Watches, Leases, Locks, Elections, Cluster, Maintenance {

    public final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    public final BlockingQueue<FakeStream> streams = new LinkedBlockingQueue<>();
    public final List<Reply<LeaseResult>> heldRenewals = new ArrayList<>();
    public volatile boolean leader = true;
    public volatile boolean learner;
    public volatile StatusCode failWith;
    public volatile Caller lastCaller;
    public volatile Observer observer;

    private final TreeMap<Key, KeyValue> keys = new TreeMap<>();
    private long revision = 1;

    private <T> boolean failed(Caller caller, Reply<T> reply) {
        lastCaller = caller;
        if (failWith != null) {
            reply.fail(failWith);
        }
        return failWith != null;
    }

    @Override
    public void range(Caller caller, RangeRequest request, Reply<RangeResult> reply) {
        if (!failed(caller, reply)) {
            reply.succeed(find(request));
        }
    }

    private RangeResult find(RangeRequest request) {
        List<KeyValue> found = new ArrayList<>();
        for (KeyValue kv : keys.tailMap(request.range().start()).values()) {
            if (request.range().contains(kv.key())) {
                found.add(kv);
            }
        }
        return new RangeResult(revision, found, false, found.size());
    }

    @Override
    public void put(Caller caller, PutRequest request, Reply<PutResult> reply) {
        if (!failed(caller, reply)) {
            reply.succeed(write(request));
        }
    }

    private PutResult write(PutRequest request) {
        revision++;
        KeyValue now = KeyValue.put(request.key(), request.value(), revision, revision, 1, request.lease(), Cause.PUT);
        KeyValue before = keys.put(request.key(), now);
        return new PutResult(revision, request.key(), request.previous() ? before : null);
    }

    @Override
    public void delete(Caller caller, DeleteRangeRequest request, Reply<DeleteResult> reply) {
        if (!failed(caller, reply)) {
            List<KeyValue> gone = find(RangeRequest.of(request.range())).kvs();
            gone.forEach(kv -> keys.remove(kv.key()));
            reply.succeed(new DeleteResult(++revision, gone.size(), gone));
        }
    }

    @Override
    public void txn(Caller caller, TxnRequest request, Reply<TxnResult> reply) {
        if (!failed(caller, reply)) {
            List<OpResult> results = new ArrayList<>();
            request.success()
                    .forEach(op -> results.add(op instanceof PutRequest put ? write(put) : find((RangeRequest) op)));
            reply.succeed(new TxnResult(revision, true, results));
        }
    }

    @Override
    public void compact(Caller caller, CompactRequest request, Reply<CompactResult> reply) {
        reply.succeed(new CompactResult(revision));
    }

    /** The node's side of a stream, driven by the test. */
    public record FakeStream(WatchSink sink, BlockingQueue<Object> said) implements WatchStream {

        @Override
        public void create(WatchRequest request) {
            said.add(request);
        }

        @Override
        public void cancel(long watchId) {
            said.add("cancel " + watchId);
        }

        @Override
        public void requestProgress() {
            said.add("progress");
        }

        @Override
        public void writable() {
            said.add("writable");
        }

        @Override
        public void close() {
            said.add("close");
        }
    }

    @Override
    public WatchStream open(Caller caller, WatchSink sink) {
        FakeStream stream = new FakeStream(sink, new LinkedBlockingQueue<>());
        streams.add(stream);
        return stream;
    }

    @Override
    public void grant(Caller caller, long id, long ttlSeconds, Reply<LeaseResult> reply) {
        reply.succeed(new LeaseResult(revision, id == 0 ? 77 : id, Math.max(2, ttlSeconds)));
    }

    @Override
    public void revoke(Caller caller, long id, Reply<LeaseResult> reply) {
        reply.fail(StatusCode.LEASE_NOT_FOUND);
    }

    @Override
    public void keepAlive(Caller caller, long id, Reply<LeaseResult> reply) {
        if (id == 1) {
            heldRenewals.add(reply);
        } else {
            reply.succeed(new LeaseResult(revision, id, id == 404 ? 0 : 10));
            heldRenewals.forEach(held -> held.succeed(new LeaseResult(revision, 1, 10)));
            heldRenewals.clear();
        }
    }

    @Override
    public void timeToLive(Caller caller, long id, boolean keysWanted, Reply<TimeToLive> reply) {
        reply.succeed(new TimeToLive(revision, id, -1, 0, keysWanted ? List.of(new byte[] {1}) : List.of()));
    }

    @Override
    public void list(Caller caller, Reply<LeaseList> reply) {
        reply.succeed(new LeaseList(revision, List.of(3L, 4L)));
    }

    @Override
    public Cancellation lock(Caller caller, Key name, long lease, Reply<Locked> reply) {
        if (name.equals(Key.utf8("wait"))) {
            calls.add("lock waits");
            return () -> calls.add("lock canceled");
        }
        if (!failed(caller, reply)) {
            reply.succeed(new Locked(revision, Key.utf8(name + "/" + Long.toHexString(lease))));
        }
        return () -> calls.add("too late");
    }

    @Override
    public void unlock(Caller caller, Key key, Reply<Long> reply) {
        reply.succeed(revision);
    }

    @Override
    public Cancellation campaign(Caller caller, Key name, long lease, byte[] value, Reply<Elected> reply) {
        reply.succeed(new Elected(revision, new LeaderKey(name, name, 5, lease)));
        return () -> calls.add("too late");
    }

    @Override
    public void proclaim(Caller caller, LeaderKey key, byte[] value, Reply<Long> reply) {
        reply.fail(StatusCode.NOT_ELECTION_LEADER);
    }

    @Override
    public void resign(Caller caller, LeaderKey key, Reply<Long> reply) {
        reply.succeed(revision);
    }

    @Override
    public void leader(Caller caller, Key name, Reply<Leader> reply) {
        reply.fail(StatusCode.NO_ELECTION_LEADER);
    }

    @Override
    public Cancellation observe(Caller caller, Key name, Observer heard) {
        observer = heard;
        heard.leader(new Leader(9, KeyValue.put(name, new byte[] {7}, 1, 1, 1, 0, Cause.PUT)));
        return () -> calls.add("observe canceled");
    }

    @Override
    public void members(Caller caller, boolean linearizable, Reply<List<MemberInfo>> reply) {
        reply.succeed(List.of(new MemberInfo(-2, "n1", List.of("http://p"), List.of("http://c"), false)));
    }

    private static List<MemberInfo> two(long id, List<String> peerUrls, boolean learner) {
        return List.of(
                new MemberInfo(11, "n1", List.of("http://p"), List.of("http://c"), false),
                new MemberInfo(id, "", peerUrls, List.of(), learner));
    }

    @Override
    public void add(Caller caller, List<String> peerUrls, boolean learner, Reply<Added> reply) {
        if (!failed(caller, reply)) {
            List<MemberInfo> members = two(-3, peerUrls, learner);
            reply.succeed(new Added(members.get(1), members));
        }
    }

    @Override
    public void remove(Caller caller, long memberId, Reply<List<MemberInfo>> reply) {
        calls.add("remove " + memberId);
        if (!failed(caller, reply)) {
            reply.succeed(two(memberId, List.of(), false).subList(0, 1));
        }
    }

    @Override
    public void promote(Caller caller, long memberId, Reply<List<MemberInfo>> reply) {
        calls.add("promote " + memberId);
        if (!failed(caller, reply)) {
            reply.succeed(two(memberId, List.of("http://q"), false));
        }
    }

    @Override
    public void update(Caller caller, long memberId, List<String> peerUrls, Reply<List<MemberInfo>> reply) {
        if (!failed(caller, reply)) {
            reply.succeed(two(memberId, peerUrls, true));
        }
    }

    @Override
    public void moveLeader(Caller caller, long memberId, Reply<Boolean> reply) {
        calls.add("move " + memberId);
        if (!failed(caller, reply)) {
            reply.succeed(true);
        }
    }

    @Override
    public void status(Caller caller, Reply<Status> reply) {
        reply.succeed(new Status(revision, "3.6.14", "3.6.0", 9, 8, 7, memberId(), 6, 5, 4, List.of("e"), false));
    }

    @Override
    public void alarms(Caller caller, Alarm filter, Reply<AlarmResult> reply) {
        reply.succeed(new AlarmResult(revision, List.of(new AlarmState(memberId(), Alarm.NO_SPACE))));
    }

    @Override
    public void raiseAlarm(Caller caller, long memberId, Alarm alarm, Reply<AlarmResult> reply) {
        reply.succeed(new AlarmResult(revision, List.of(new AlarmState(memberId, alarm))));
    }

    @Override
    public void clearAlarm(Caller caller, long memberId, Alarm alarm, Reply<AlarmResult> reply) {
        reply.succeed(new AlarmResult(revision, List.of()));
    }

    @Override
    public void hash(Caller caller, Reply<Hash> reply) {
        reply.succeed(new Hash(revision, -1, -1, revision));
    }

    @Override
    public void hashKv(Caller caller, long atRevision, Reply<Hash> reply) {
        reply.succeed(new Hash(revision, 42, -1, atRevision));
    }

    @Override
    public void defragment(Caller caller, Reply<Boolean> reply) {
        reply.succeed(true);
    }

    @Override
    public long clusterId() {
        return -1;
    }

    @Override
    public long memberId() {
        return 11;
    }

    @Override
    public long raftTerm() {
        return 3;
    }

    @Override
    public NodeIdentity identity() {
        return this;
    }

    @Override
    public Kv kv() {
        return this;
    }

    @Override
    public Watches watches() {
        return this;
    }

    @Override
    public Leases leases() {
        return this;
    }

    @Override
    public Locks locks() {
        return this;
    }

    @Override
    public Elections elections() {
        return this;
    }

    @Override
    public Cluster cluster() {
        return this;
    }

    @Override
    public Maintenance maintenance() {
        return this;
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public boolean hasLeader() {
        return leader;
    }

    @Override
    public boolean isLearner() {
        return learner;
    }
}
