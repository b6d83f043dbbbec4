/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kedge.grpc.proto.etcdserverpb.LeaseKeepAliveRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseKeepAliveResponse;
import io.kedge.grpc.proto.etcdserverpb.WatchCancelRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchProgressRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.kedge.grpc.proto.v3electionpb.LeaderRequest;
import io.kedge.grpc.proto.v3electionpb.LeaderResponse;
import io.kedge.grpc.rpc.FakeNode;
import io.kedge.model.Cause;
import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.StatusCode;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.GrpcStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsTest {

    private static final WatchRequest CREATE = WatchRequest.newBuilder()
            .setCreateRequest(WatchCreateRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8("k"))
                    .setFragment(true))
            .build();

    private TestServer server;
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        server = new TestServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private GrpcClientRequest<WatchRequest, WatchResponse> watch() throws Exception {
        GrpcClientRequest<WatchRequest, WatchResponse> request =
                server.request("etcdserverpb.Watch/Watch", WatchResponse.parser());
        listen(request);
        return request;
    }

    private <Q, R> void listen(GrpcClientRequest<Q, R> request) {
        request.response().onSuccess(response -> {
            response.handler(heard::add);
            response.end().onComplete(ended -> heard.add(String.valueOf(response.status())));
        });
    }

    private Object next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    private FakeNode.FakeStream stream() throws InterruptedException {
        return server.node.streams.poll(10, TimeUnit.SECONDS);
    }

    private static Object said(FakeNode.FakeStream stream) throws InterruptedException {
        return stream.said().poll(10, TimeUnit.SECONDS);
    }

    private static Event event(long revision, int valueBytes) {
        return new Event(KeyValue.put(Key.utf8("k"), new byte[valueBytes], revision, revision, 1, 0, Cause.PUT), null);
    }

    @Test
    void whatTheNodeSaysArrivesInItsOrder() throws Exception {
        var request = watch();
        request.write(CREATE);
        request.write(WatchRequest.getDefaultInstance());
        request.write(WatchRequest.newBuilder()
                .setProgressRequest(WatchProgressRequest.getDefaultInstance())
                .build());
        request.write(WatchRequest.newBuilder()
                .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(3))
                .build());
        FakeNode.FakeStream stream = stream();
        var created = (io.kedge.api.WatchRequest) said(stream);
        assertThat(created.fragment()).isTrue();
        assertThat(said(stream)).isEqualTo("progress");
        assertThat(said(stream)).isEqualTo("cancel 3");
        server.onLoop(() -> {
            stream.sink().created(0, 7);
            stream.sink().rejected(StatusCode.DUPLICATE_WATCH_ID, 7);
            stream.sink().events(0, created, 8, List.of(event(8, 1)));
            stream.sink().progress(-1, 9);
            stream.sink().canceled(0, 5, 0);
        });
        assertThat(next()).matches(r -> ((WatchResponse) r).getCreated());
        WatchResponse rejected = (WatchResponse) next();
        assertThat(rejected.getCanceled() && rejected.getCreated()).isTrue();
        assertThat(rejected.getWatchId()).isEqualTo(-1);
        assertThat(rejected.getCancelReason()).isEqualTo("mvcc: duplicate watch ID provided on the WatchStream");
        assertThat(((WatchResponse) next()).getEvents(0).getKv().getModRevision())
                .isEqualTo(8);
        assertThat(((WatchResponse) next()).getWatchId()).isEqualTo(-1);
        WatchResponse canceled = (WatchResponse) next();
        assertThat(canceled.getCompactRevision()).isEqualTo(5);
        assertThat(canceled.hasHeader()).isTrue();
    }

    @Test
    void largeBatchesAreSplitAndNoEventIsLost() throws Exception {
        watch().write(CREATE);
        FakeNode.FakeStream stream = stream();
        var created = (io.kedge.api.WatchRequest) said(stream);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            events.add(event(i + 2, TestServer.MESSAGE_BYTES_MAX / 4));
        }
        server.onLoop(() -> stream.sink().events(0, created, 11, events));
        int count = 0;
        boolean more = true;
        while (more) {
            WatchResponse part = (WatchResponse) next();
            assertThat(part.getSerializedSize()).isLessThan(TestServer.MESSAGE_BYTES_MAX);
            count += part.getEventsCount();
            more = part.getFragment();
        }
        assertThat(count).isEqualTo(10);
        assertThat(heard).isEmpty();
    }

    @Test
    void halfCloseEndsNothingAndResetEndsAll() throws Exception {
        var request = watch();
        request.end(CREATE);
        FakeNode.FakeStream stream = stream();
        assertThat(said(stream)).isNotEqualTo("close");
        server.onLoop(() -> stream.sink().created(0, 7));
        assertThat(next()).matches(r -> ((WatchResponse) r).getCreated());
        assertThat(stream.said()).isEmpty();
        request.cancel();
        assertThat(said(stream)).isEqualTo("close");
        server.onLoop(() -> stream.sink().created(1, 7));
        assertThat(heard).isEmpty();
    }

    @Test
    void lostConnectionClosesTheStream() throws Exception {
        var request = watch();
        request.write(CREATE);
        FakeNode.FakeStream stream = stream();
        assertThat(said(stream)).isNotEqualTo("close");
        request.connection().close();
        assertThat(said(stream)).isEqualTo("close");
    }

    @Test
    void theNodeMayEndTheStream() throws Exception {
        watch().write(CREATE);
        FakeNode.FakeStream stream = stream();
        server.onLoop(() -> stream.sink().ended(StatusCode.NO_LEADER));
        assertThat(next()).isEqualTo(GrpcStatus.UNAVAILABLE.toString());
        assertThat(said(stream)).isInstanceOf(io.kedge.api.WatchRequest.class);
        assertThat(said(stream)).isEqualTo("close");
    }

    @Test
    void watchStreamsOfAConnectionAreLimited() throws Exception {
        List<GrpcClientRequest<WatchRequest, WatchResponse>> requests = List.of(watch(), watch(), watch());
        requests.forEach(request -> request.write(CREATE));
        assertThat(next()).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED.toString());
        assertThat(stream()).isNotNull();
        assertThat(stream()).isNotNull();
        requests.get(0).cancel();
        assertThat(server.node.streams).isEmpty();
    }

    @Test
    void aStoppedClientMakesTheStreamUnwritableUntilItReadsAgain() throws Exception {
        GrpcClientRequest<WatchRequest, WatchResponse> request =
                server.request("etcdserverpb.Watch/Watch", WatchResponse.parser());
        var responses = request.response().onSuccess(response -> {
            response.pause();
            response.handler(heard::add);
        });
        request.write(CREATE);
        FakeNode.FakeStream stream = stream();
        var created = (io.kedge.api.WatchRequest) said(stream);
        int[] sent = new int[1];
        boolean[] full = new boolean[1];
        for (int i = 0; i < 10_000 && !full[0]; i++) {
            server.onLoop(() -> {
                full[0] = !stream.sink().isWritable();
                if (!full[0]) {
                    stream.sink().events(0, created, 8, List.of(event(8, 10_000)));
                    sent[0]++;
                }
            });
        }
        assertThat(full[0]).isTrue();
        assertThat(sent[0]).isLessThan(1_000);
        TestServer.await(responses).resume();
        assertThat(said(stream)).isEqualTo("writable");
        for (int i = 0; i < sent[0]; i++) {
            assertThat(next()).isNotNull();
        }
    }

    @Test
    void renewalsAreAnsweredInOrderAndEndWithTheClient() throws Exception {
        GrpcClientRequest<LeaseKeepAliveRequest, LeaseKeepAliveResponse> request =
                server.request("etcdserverpb.Lease/LeaseKeepAlive", LeaseKeepAliveResponse.parser());
        listen(request);
        for (long id : new long[] {1, 404, 7}) {
            request.write(LeaseKeepAliveRequest.newBuilder().setID(id).build());
        }
        request.end();
        long[] ids = {1, 404, 7};
        long[] ttls = {10, 0, 10};
        for (int i = 0; i < ids.length; i++) {
            LeaseKeepAliveResponse reply = (LeaseKeepAliveResponse) next();
            assertThat(reply.getID()).isEqualTo(ids[i]);
            assertThat(reply.getTTL()).isEqualTo(ttls[i]);
        }
        assertThat(next()).isEqualTo(GrpcStatus.OK.toString());
    }

    /** A stream that did not ask for a leader stays open beside it. */
    @Test
    void aStreamThatAskedForALeaderEndsSomeTimeAfterThereIsNone() throws Exception {
        var indifferent = watch();
        indifferent.write(CREATE);
        FakeNode.FakeStream stays = stream();
        GrpcClientRequest<WatchRequest, WatchResponse> request =
                server.request("etcdserverpb.Watch/Watch", WatchResponse.parser());
        request.headers().set("hasleader", "true");
        listen(request);
        request.write(CREATE);
        stream();
        server.node.leader = false;
        assertThat(next()).isEqualTo(GrpcStatus.UNAVAILABLE.toString());
        server.onLoop(() -> stays.sink().created(0, 7));
        assertThat(next()).matches(r -> ((WatchResponse) r).getCreated());
    }

    @Test
    void leadersAreObservedUntilTheClientGoes() throws Exception {
        GrpcClientRequest<LeaderRequest, LeaderResponse> request =
                server.request("v3electionpb.Election/Observe", LeaderResponse.parser());
        listen(request);
        request.end(
                LeaderRequest.newBuilder().setName(ByteString.copyFromUtf8("e")).build());
        assertThat(((LeaderResponse) next()).getKv().getKey()).isEqualTo(ByteString.copyFromUtf8("e"));
        request.cancel();
        assertThat(server.node.calls.poll(10, TimeUnit.SECONDS)).isEqualTo("observe canceled");
    }
}
