/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Await;
import io.kedge.dist.support.WireClient;
import io.kedge.grpc.proto.etcdserverpb.CompactionRequest;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Shows, one by one, the rows of the differences table that random requests keep away from. */
final class V2Probes {

    /** Where they leave different things behind. */
    static final String DIRECTORY = "/p";

    private static final Duration EXPIRY_LIMIT = Duration.ofSeconds(20);
    private static final int HISTORY_EVENTS = 1_001;

    private final V2Client etcd;
    private final V2Client kedge;
    private final int kedgePort;
    private final V2Differences differences;

    V2Probes(V2Client etcd, V2Client kedge, int kedgePort, V2Differences differences) {
        this.etcd = etcd;
        this.kedge = kedge;
        this.kedgePort = kedgePort;
        this.differences = differences;
    }

    private void both(java.util.function.Consumer<V2Client> requests) {
        requests.accept(etcd);
        requests.accept(kedge);
    }

    /** Those that need time begin; the others are done. */
    void start() {
        both(client -> {
            client.put("/p/life", "dir=true&ttl=2");
            client.put("/p/life/child", "value=1&ttl=100");
        });
        createdIndexes();
        paths();
        timesToLive();
        directoryEvents();
        assertThat(etcd.raw("GET", "/auth/users", null).status()).isEqualTo(200);
        assertThat(kedge.raw("GET", "/auth/users", null).status()).isEqualTo(501);
        differences.seen("users");
        assertThat(etcd.get("/p/none", "").headers().firstValue("X-Raft-Index")).isEmpty();
        assertThat(kedge.get("/p/none", "").headers().firstValue("X-Raft-Index"))
                .isPresent();
        differences.seen("raft-headers");
    }

    private void createdIndexes() {
        both(client -> client.put("/p/again", "value=1"));
        V2Reply there = etcd.put("/p/again", "value=2");
        assertThat(there.node().getLong("createdIndex")).isEqualTo(there.modified());
        V2Reply here = kedge.put("/p/again", "value=2");
        assertThat(here.node().getLong("createdIndex")).isLessThan(here.modified());
        differences.seen("created-index");
    }

    private void paths() {
        assertThat(etcd.get("//p/x", "").status()).isEqualTo(301);
        assertThat(kedge.get("//p/x", "").status()).isEqualTo(404);
        differences.seen("unclean-path");
        String deep = "/p" + "/d".repeat(60);
        assertThat(etcd.put(deep, "value=1").status()).isEqualTo(201);
        assertThat(kedge.put(deep, "value=1").errorCode()).isEqualTo(209);
        differences.seen("deep-path");
    }

    private void timesToLive() {
        assertThat(etcd.put("/p/short", "value=1&ttl=1").node().getLong("ttl")).isEqualTo(1);
        assertThat(kedge.put("/p/short", "value=1&ttl=1").node().getLong("ttl")).isGreaterThan(1);
        differences.seen("shortest-time-to-live");

        long there = etcd.put("/p/timed", "value=1&ttl=100").modified();
        long here = kedge.put("/p/timed", "value=1&ttl=100").modified();
        both(client -> client.put("/p/timed", "value=2"));
        assertThat(etcd.get("/p/timed", "wait=true&waitIndex=" + there).node().containsKey("ttl"))
                .isTrue();
        Await.until(
                EXPIRY_LIMIT, () -> "Kedge shows the past", () -> !kedge.get("/p/timed", "wait=true&waitIndex=" + here)
                        .node()
                        .containsKey("ttl"));
        differences.seen("past-time-to-live");

        both(client -> client.put("/p/beat", "value=1&ttl=100"));
        String refresh = "refresh=true&prevExist=true&ttl=100";
        assertThat(etcd.put("/p/beat", refresh))
                .matches(reply -> reply.modified() > reply.previous().getLong("modifiedIndex"));
        assertThat(kedge.put("/p/beat", refresh))
                .matches(reply -> reply.modified() == reply.previous().getLong("modifiedIndex"));
        differences.seen("refresh-index");

        both(client -> {
            client.put("/p/outer", "dir=true&ttl=100");
            client.put("/p/outer/inner", "dir=true");
        });
        assertThat(etcd.get("/p/outer/inner", "").node().containsKey("ttl")).isFalse();
        assertThat(kedge.get("/p/outer/inner", "").node().containsKey("ttl")).isTrue();
        differences.seen("shared-time-to-live");
    }

    private void directoryEvents() {
        assertThat(deleteWatched(etcd, "/p/unmade", false)).isEqualTo("/p/unmade");
        assertThat(deleteWatched(kedge, "/p/unmade", false)).isEqualTo("/p/unmade/file");
        differences.seen("unmade-directory-event");
        assertThat(deleteWatched(etcd, "/p/made", true)).isEqualTo("/p/made");
        assertThat(deleteWatched(kedge, "/p/made", true)).isEqualTo("/p/made/file");
        differences.seen("event-of-parent");
    }

    /** The key of the event that a watcher gets when the directory is deleted. */
    private static String deleteWatched(V2Client client, String directory, boolean made) {
        if (made) {
            client.put(directory, "dir=true");
        }
        long index = client.put(directory + "/file", "value=1").modified();
        CompletableFuture<V2Reply> waiting = client.waiting(
                made ? directory + "/file" : directory, "recursive=" + !made + "&waitIndex=" + (index + 1));
        client.delete(directory, "recursive=true");
        return waiting.join().node().getString("key");
    }

    /** What was begun has had its time by now, or gets it. */
    void finish() {
        Await.until(
                EXPIRY_LIMIT,
                () -> "etcd keeps the child",
                () -> etcd.get("/p/life/child", "").errorCode() == 100);
        Await.until(EXPIRY_LIMIT, () -> "Kedge keeps the directory", () -> !kedge.get("/p/life", "")
                .node()
                .containsKey("createdIndex"));
        assertThat(kedge.get("/p/life/child", "").status()).isEqualTo(200);
        differences.seen("child-outlives");
        long etcdIndex = etcd.put("/p/early", "value=1").modified();
        long kedgeIndex = kedge.put("/p/early", "value=1").modified();
        for (int i = 0; i < HISTORY_EVENTS; i++) {
            both(client -> client.put("/p/late", "value=1"));
        }
        V2Reply lost = etcd.get("/p/early", "wait=true&waitIndex=" + etcdIndex);
        assertThat(lost.errorCode()).isEqualTo(401);
        V2Reply kept = kedge.get("/p/early", "wait=true&waitIndex=" + kedgeIndex);
        assertThat(kept.modified()).isEqualTo(kedgeIndex);
        long compacted = compact(kept.index());
        V2Reply gone = kedge.get("/p/early", "wait=true&waitIndex=" + kedgeIndex);
        assertThat(gone.errorCode()).isEqualTo(401);
        assertThat(gone.status()).isEqualTo(lost.status());
        assertThat(gone.json().getString("cause"))
                .isEqualTo("the requested history has been cleared [" + compacted + "/" + kedgeIndex + "]");
        assertThat(gone.json().getString("message")).isEqualTo(lost.json().getString("message"));
        assertThat(gone.index()).isGreaterThanOrEqualTo(compacted);
        differences.seen("history");
    }

    private long compact(long revision) {
        Vertx vertx = Vertx.vertx();
        try (WireClient wire = new WireClient(vertx, kedgePort)) {
            assertThat(wire.call(CompactionRequest.newBuilder()
                                    .setRevision(revision)
                                    .build())
                            .ok())
                    .isTrue();
            return revision;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
