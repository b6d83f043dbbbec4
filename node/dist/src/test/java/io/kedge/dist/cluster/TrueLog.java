/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import io.kedge.dist.support.WireClient;
import io.kedge.grpc.proto.etcdserverpb.HashKVRequest;
import io.kedge.grpc.proto.etcdserverpb.HashKVResponse;
import io.kedge.grpc.proto.etcdserverpb.RangeRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeResponse;
import io.kedge.simulator.history.EventLog;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.WatchEvent;
import io.kedge.simulator.history.WatchRequest;
import io.kedge.simulator.history.WatchResponse;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** All events of the store so far, told in calm by every member alike. */
final class TrueLog {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ClusterUnderTest cluster;
    private final Vertx vertx;
    private final EventLog log = new EventLog();
    private long revision = 1;

    TrueLog(ClusterUnderTest cluster, Vertx vertx) {
        this.cluster = cluster;
        this.vertx = vertx;
    }

    EventLog log() {
        return log;
    }

    /** Up to which the log is known. */
    long revision() {
        return revision;
    }

    /**
     * Reads on up to the store's present revision, from all members that run, and compares them, their hashes and their
     * keys.
     */
    void readOn() {
        List<Integer> members = IntStream.range(0, cluster.size())
                .filter(cluster::alive)
                .boxed()
                .toList();
        long newest = members.stream().mapToLong(this::present).max().orElseThrow();
        List<WatchEvent> first = events(members.get(0), newest);
        first.forEach(this::append);
        for (int member : members.subList(1, members.size())) {
            List<WatchEvent> other = events(member, newest);
            if (!other.equals(first)) {
                throw new AssertionError(
                        "members tell different events after " + revision + ": " + first + "\n" + other);
            }
        }
        requireSameHashes(members, newest);
        requireSameKeys(members, newest);
        revision = newest;
    }

    private void append(WatchEvent event) {
        if (event.put()) {
            log.put(event.item());
        } else {
            log.delete(event.key(), event.revision());
        }
    }

    /** Linearizable: all that was answered before is in it. */
    private long present(int member) {
        try (WireClient client = new WireClient(vertx, cluster.clientPort(member))) {
            return client.call(range(0)).as(RangeResponse.class).getHeader().getRevision();
        }
    }

    private static RangeRequest range(long revision) {
        com.google.protobuf.ByteString zero = com.google.protobuf.ByteString.copyFrom(new byte[1]);
        return RangeRequest.newBuilder()
                .setKey(zero)
                .setRangeEnd(zero)
                .setRevision(revision)
                .build();
    }

    private List<WatchEvent> events(int member, long to) {
        if (to == revision) {
            return List.of();
        }
        WatchRequest request = WatchRequest.of(KeySet.prefixed(""), revision + 1);
        try (WireClient client = new WireClient(vertx, cluster.clientPort(member));
                WireWatch watch = new WireWatch(client, request)) {
            if (!watch.await(to, LIMIT)) {
                throw new AssertionError(ClusterUnderTest.name(member) + " tells events up to " + watch.reached()
                        + ", not to " + to + "; its log:\n" + cluster.logTail(member));
            }
            List<WatchEvent> events = new ArrayList<>();
            for (WatchResponse response : watch.recorded().responses()) {
                response.events().stream()
                        .filter(event -> event.revision() <= to)
                        .forEach(events::add);
            }
            return events;
        }
    }

    /** Of what these members hold at this revision. */
    void requireSameHashes(List<Integer> members, long at) {
        Set<String> hashes = new HashSet<>();
        for (int i : members) {
            try (WireClient client = new WireClient(vertx, cluster.clientPort(i))) {
                HashKVRequest request =
                        HashKVRequest.newBuilder().setRevision(at).build();
                HashKVResponse reply = client.call(request).as(HashKVResponse.class);
                hashes.add(reply.getHash() + " since " + reply.getCompactRevision());
            }
        }
        if (hashes.size() != 1) {
            throw new AssertionError("different HashKV at " + at + ": " + hashes);
        }
    }

    private void requireSameKeys(List<Integer> members, long at) {
        List<Item> right = log.itemsAt(KeySet.prefixed(""), at);
        for (int i : members) {
            try (WireClient client = new WireClient(vertx, cluster.clientPort(i))) {
                List<Item> items = client.call(range(at)).as(RangeResponse.class).getKvsList().stream()
                        .map(WireWatch::item)
                        .toList();
                if (!items.equals(right)) {
                    throw new AssertionError(
                            ClusterUnderTest.name(i) + " holds at " + at + " " + items + ", its events made " + right);
                }
            }
        }
    }
}
