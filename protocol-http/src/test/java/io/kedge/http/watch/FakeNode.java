/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

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
import io.kedge.model.Caller;
import io.kedge.model.Cause;
import io.kedge.model.CompactRequest;
import io.kedge.model.CompactResult;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
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

/** Keys to be listed and watches to be fed by a test, in place of a node. */
final class FakeNode implements Node, Kv, Watches {

    final TreeMap<Key, KeyValue> keys = new TreeMap<>();
    final List<RangeRequest> ranges = new ArrayList<>();
    final List<FakeStream> streams = new ArrayList<>();
    long revision = 5;
    long compacted;
    boolean leader = true;
    boolean learner;

    /** The node's side of a stream. */
    static final class FakeStream implements WatchStream {

        final WatchSink sink;
        final List<String> said = new ArrayList<>();
        WatchRequest request;

        FakeStream(WatchSink sink) {
            this.sink = sink;
        }

        void send(Event... events) {
            sink.events(1, request, events[events.length - 1].kv().modRevision(), List.of(events));
        }

        @Override
        public void create(WatchRequest created) {
            request = created;
            sink.created(1, 5);
        }

        @Override
        public void cancel(long watchId) {
            said.add("cancel");
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

    static Event put(String key, long revision) {
        return put(key, "v" + revision, revision);
    }

    static Event put(String key, String value, long revision) {
        return new Event(KeyValue.put(Key.utf8(key), value.getBytes(), revision, revision, 1, 0, Cause.PUT), null);
    }

    void there(String key, String value) {
        keys.put(Key.utf8(key), KeyValue.put(Key.utf8(key), value.getBytes(), 2, 2, 1, 0, Cause.PUT));
    }

    /** The stream opened last. */
    FakeStream stream() {
        return streams.get(streams.size() - 1);
    }

    @Override
    public void range(Caller caller, RangeRequest request, Reply<RangeResult> reply) {
        ranges.add(request);
        if (request.revision() > revision) {
            reply.fail(StatusCode.FUTURE_REVISION);
            return;
        }
        if (request.revision() > 0 && request.revision() < compacted) {
            reply.fail(StatusCode.COMPACTED);
            return;
        }
        List<KeyValue> found = new ArrayList<>();
        keys.forEach((key, kv) -> {
            if (request.range().contains(key)) {
                found.add(kv);
            }
        });
        boolean more = request.limit() > 0 && found.size() > request.limit();
        reply.succeed(
                new RangeResult(revision, more ? found.subList(0, (int) request.limit()) : found, more, found.size()));
    }

    @Override
    public WatchStream open(Caller caller, WatchSink sink) {
        FakeStream stream = new FakeStream(sink);
        streams.add(stream);
        return stream;
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

    private static UnsupportedOperationException none() {
        return new UnsupportedOperationException("no watch needs it");
    }

    @Override
    public void put(Caller caller, PutRequest request, Reply<PutResult> reply) {
        throw none();
    }

    @Override
    public void delete(Caller caller, DeleteRangeRequest request, Reply<DeleteResult> reply) {
        throw none();
    }

    @Override
    public void txn(Caller caller, TxnRequest request, Reply<TxnResult> reply) {
        throw none();
    }

    @Override
    public void compact(Caller caller, CompactRequest request, Reply<CompactResult> reply) {
        throw none();
    }

    @Override
    public NodeIdentity identity() {
        throw none();
    }

    @Override
    public Leases leases() {
        throw none();
    }

    @Override
    public Locks locks() {
        throw none();
    }

    @Override
    public Elections elections() {
        throw none();
    }

    @Override
    public Cluster cluster() {
        throw none();
    }

    @Override
    public Maintenance maintenance() {
        throw none();
    }
}
