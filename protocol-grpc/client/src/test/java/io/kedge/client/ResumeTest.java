/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kedge.grpc.proto.etcdserverpb.ResponseHeader;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.kedge.grpc.proto.mvccpb.Event;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a watch resumes, against a server that answers each stream exactly as the test says. */
class ResumeTest {

    /** One stream's answers; it then ends with UNAVAILABLE, or stays open when it is the last. */
    private record Script(List<WatchResponse> answers) {}

    private final List<Long> startRevisions = new CopyOnWriteArrayList<>();
    private final List<Script> scripts = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private HttpServer server;
    private KedgeClient client;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        ServiceMethod<WatchRequest, WatchResponse> watch = ServiceMethod.server(
                ServiceName.create("etcdserverpb", "Watch"),
                "Watch",
                GrpcMessageEncoder.encoder(),
                GrpcMessageDecoder.decoder(WatchRequest.getDefaultInstance()));
        GrpcServer grpc = GrpcServer.server(vertx).callHandler(watch, this::answer);
        server = vertx.createHttpServer()
                .requestHandler(grpc)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        client = KedgeClient.connect("127.0.0.1:" + server.actualPort());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void answer(GrpcServerRequest<WatchRequest, WatchResponse> call) {
        call.handler(request -> {
            startRevisions.add(request.getCreateRequest().getStartRevision());
            int turn = Math.min(startRevisions.size(), scripts.size()) - 1;
            scripts.get(turn).answers().forEach(call.response()::write);
            if (turn < scripts.size() - 1) {
                call.response().status(GrpcStatus.UNAVAILABLE).end();
            }
        });
    }

    private void script(WatchResponse... answers) {
        scripts.add(new Script(List.of(answers)));
    }

    private static WatchResponse.Builder at(long storeRevision) {
        return WatchResponse.newBuilder().setHeader(ResponseHeader.newBuilder().setRevision(storeRevision));
    }

    private static WatchResponse created(long storeRevision) {
        return at(storeRevision).setCreated(true).build();
    }

    /** Puts with these revisions, read when the store was at {@code storeRevision}. */
    private static WatchResponse puts(long storeRevision, long from, long to) {
        WatchResponse.Builder response = at(storeRevision);
        for (long revision = from; revision <= to; revision++) {
            response.addEvents(Event.newBuilder()
                    .setKv(io.kedge.grpc.proto.mvccpb.KeyValue.newBuilder()
                            .setKey(ByteString.copyFromUtf8("k"))
                            .setModRevision(revision)));
        }
        return response.build();
    }

    private Recorder<WatchEvent> watch(long fromRevision) {
        return Recorder.of(
                client.watch()
                        .range(KeyRange.single("k"), WatchOptions.defaults().withFromRevision(fromRevision)),
                Long.MAX_VALUE);
    }

    private static void awaitPuts(Recorder<WatchEvent> seen, long from, long to) {
        List<Long> expected = LongStream.rangeClosed(from, to).boxed().toList();
        seen.await("puts " + from + " to " + to, r -> r.items(WatchEvent.Put.class).stream()
                .map(put -> put.keyValue().modRevision())
                .toList()
                .equals(expected));
    }

    @Test
    void theCreatedRevisionIsNoResumePointWhileTheBacklogIsOwed() {
        script(created(20));
        script(created(20), puts(20, 10, 14));
        script(created(25), puts(25, 15, 25));
        Recorder<WatchEvent> seen = watch(10);
        awaitPuts(seen, 10, 25);
        assertThat(startRevisions).containsExactly(10L, 10L, 15L);
    }

    @Test
    void aWatchFromNowOnKeepsItsBeginning() {
        script();
        script(created(20));
        script(created(25), puts(25, 21, 25));
        Recorder<WatchEvent> seen = watch(0);
        awaitPuts(seen, 21, 25);
        assertThat(startRevisions).containsExactly(0L, 0L, 21L);
        assertThat(seen.items(WatchEvent.Progress.class)).containsExactly(new WatchEvent.Progress(20));
    }

    @Test
    void aProgressMarkIsAResumePoint() {
        script(created(20), puts(20, 10, 11), at(20).build());
        script(created(21), puts(21, 21, 21));
        Recorder<WatchEvent> seen = watch(10);
        seen.await("the put", r -> r.items(WatchEvent.Put.class).size() == 3);
        assertThat(startRevisions).containsExactly(10L, 21L);
        assertThat(seen.items())
                .contains(new WatchEvent.Progress(20), new WatchEvent.Reconnected(21))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatWasToldIsNotToldAgain() {
        script(created(12), puts(12, 10, 12));
        script(created(13), puts(13, 11, 13));
        Recorder<WatchEvent> seen = watch(10);
        awaitPuts(seen, 10, 13);
    }

    @Test
    void aCompactionThatOvertookTheWatchIsToldOnceAndTheRestFollows() {
        script(created(12), puts(12, 10, 12));
        script(created(40), at(0).setCanceled(true).setCompactRevision(30).build());
        script(created(40), puts(40, 31, 40));
        Recorder<WatchEvent> seen = watch(10);
        seen.await("the rest", r -> r.items(WatchEvent.Put.class).size() == 13);
        assertThat(startRevisions).containsExactly(10L, 13L, 31L);
        assertThat(seen.items(WatchEvent.Resynced.class))
                .containsExactly(new WatchEvent.Resynced(30, WatchEvent.Reason.COMPACTED));
    }

    @Test
    void aRefusalForGoodFailsTheWatch() {
        script(at(20).setCreated(true)
                .setCanceled(true)
                .setWatchId(-1)
                .setCancelReason("rpc error: code = PermissionDenied desc = etcdserver: permission denied")
                .build());
        Recorder<WatchEvent> seen = watch(0);
        seen.await("the failure", r -> r.failure() != null);
        assertThat(((KedgeClientException) seen.failure()).code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    }
}
