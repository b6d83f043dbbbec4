/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.kedge.grpc.proto.etcdserverpb.LeaseGrantRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseGrantResponse;
import io.kedge.grpc.proto.etcdserverpb.LeaseKeepAliveRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseKeepAliveResponse;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.PutResponse;
import io.kedge.grpc.proto.etcdserverpb.RangeRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeResponse;
import io.kedge.grpc.proto.etcdserverpb.ResponseHeader;
import io.kedge.grpc.proto.etcdserverpb.ResponseOp;
import io.kedge.grpc.proto.etcdserverpb.TxnRequest;
import io.kedge.grpc.proto.etcdserverpb.TxnResponse;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.kedge.grpc.proto.mvccpb.Event;
import io.kedge.grpc.proto.mvccpb.KeyValue;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** As much of etcd as the generator needs, in memory, on one event loop; its answers can be spoiled. */
final class TinyEtcd implements AutoCloseable {

    /** Every key ever put, with its value. */
    final Map<ByteString, ByteString> values = new ConcurrentHashMap<>();

    /** grpc-status of unary replies. */
    volatile int status;

    /** What becomes of a value that is read. */
    volatile UnaryOperator<ByteString> onRead = UnaryOperator.identity();

    /** How often a watcher is told of each put. */
    volatile int deliveries = 1;

    /** Connections are cut instead of answering. */
    volatile boolean hangingUp;

    private record Watch(HttpServerResponse response, long id) {}

    private final Map<ByteString, List<Watch>> watches = new HashMap<>();
    private final Set<Long> leases = new HashSet<>();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private long revision = 1;

    TinyEtcd() {
        this(1000);
    }

    TinyEtcd(long streamsMax) {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        options.getInitialSettings().setMaxConcurrentStreams(streamsMax);
        server = vertx.createHttpServer(options).requestHandler(this::serve);
        server.listen().await();
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", server.actualPort());
    }

    private void serve(HttpServerRequest request) {
        if (hangingUp) {
            request.connection().close();
            return;
        }
        request.response().putHeader("content-type", "application/grpc");
        boolean streaming = request.path().endsWith("/Watch") || request.path().endsWith("/LeaseKeepAlive");
        if (streaming) {
            request.response().setChunked(true);
            FrameCutter cutter = new FrameCutter();
            request.handler(part -> cutter.take(part).forEach(message -> streamed(request, message)));
            return;
        }
        request.bodyHandler(body -> {
            HttpServerResponse response = request.response();
            response.putTrailer("grpc-status", Integer.toString(status));
            response.putTrailer("grpc-message", status == 0 ? "" : "spoiled");
            if (status != 0) {
                response.end();
                return;
            }
            try {
                response.end(frame(unary(request.path(), body.getBytes(5, body.length()))));
            } catch (InvalidProtocolBufferException e) {
                response.reset();
            }
        });
    }

    /** Collects the bytes of a stream until messages are whole. */
    private static final class FrameCutter {

        private Buffer pending = Buffer.buffer();

        List<byte[]> take(Buffer part) {
            pending.appendBuffer(part);
            List<byte[]> whole = new ArrayList<>();
            int at = 0;
            while (pending.length() - at >= 5 && pending.length() - at - 5 >= pending.getInt(at + 1)) {
                int end = at + 5 + pending.getInt(at + 1);
                whole.add(pending.getBytes(at + 5, end));
                at = end;
            }
            pending = pending.getBuffer(at, pending.length());
            return whole;
        }
    }

    private void streamed(HttpServerRequest request, byte[] message) {
        try {
            answer(request, message);
        } catch (InvalidProtocolBufferException e) {
            request.response().reset();
        }
    }

    private void answer(HttpServerRequest request, byte[] message) throws InvalidProtocolBufferException {
        HttpServerResponse response = request.response();
        if (request.path().endsWith("/Watch")) {
            WatchCreateRequest create = WatchRequest.parseFrom(message).getCreateRequest();
            watches.computeIfAbsent(create.getKey(), key -> new ArrayList<>())
                    .add(new Watch(response, create.getWatchId()));
            response.write(frame(WatchResponse.newBuilder()
                    .setHeader(header())
                    .setWatchId(create.getWatchId())
                    .setCreated(true)
                    .build()));
        } else {
            long id = LeaseKeepAliveRequest.parseFrom(message).getID();
            response.write(frame(LeaseKeepAliveResponse.newBuilder()
                    .setHeader(header())
                    .setID(id)
                    .setTTL(leases.contains(id) ? 60 : 0)
                    .build()));
        }
    }

    private MessageLite unary(String path, byte[] body) throws InvalidProtocolBufferException {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "Put" -> put(PutRequest.parseFrom(body));
            case "Range" -> range(RangeRequest.parseFrom(body));
            case "Txn" -> txn(TxnRequest.parseFrom(body));
            case "LeaseGrant" -> grant(LeaseGrantRequest.parseFrom(body));
            default -> throw new IllegalArgumentException(path);
        };
    }

    private PutResponse put(PutRequest request) {
        revision++;
        values.put(request.getKey(), request.getValue());
        KeyValue kv = KeyValue.newBuilder()
                .setKey(request.getKey())
                .setModRevision(revision)
                .setValue(request.getValue())
                .build();
        for (Watch watch : watches.getOrDefault(request.getKey(), List.of())) {
            for (int i = 0; i < deliveries; i++) {
                watch.response()
                        .write(frame(WatchResponse.newBuilder()
                                .setHeader(header())
                                .setWatchId(watch.id())
                                .addEvents(Event.newBuilder().setKv(kv))
                                .build()));
            }
        }
        return PutResponse.newBuilder().setHeader(header()).build();
    }

    private RangeResponse range(RangeRequest request) {
        RangeResponse.Builder response = RangeResponse.newBuilder().setHeader(header());
        ByteString value = values.get(request.getKey());
        if (value != null) {
            response.setCount(1)
                    .addKvs(KeyValue.newBuilder().setKey(request.getKey()).setValue(onRead.apply(value)));
        }
        return response.build();
    }

    private TxnResponse txn(TxnRequest request) {
        boolean exists = values.containsKey(request.getCompare(0).getKey());
        if (!exists) {
            return TxnResponse.newBuilder().setHeader(header()).build();
        }
        return TxnResponse.newBuilder()
                .setHeader(header())
                .setSucceeded(true)
                .addResponses(ResponseOp.newBuilder()
                        .setResponsePut(put(request.getSuccess(0).getRequestPut())))
                .addResponses(ResponseOp.newBuilder()
                        .setResponseRange(range(request.getSuccess(1).getRequestRange())))
                .build();
    }

    private LeaseGrantResponse grant(LeaseGrantRequest request) {
        leases.add(request.getID());
        return LeaseGrantResponse.newBuilder()
                .setID(request.getID())
                .setTTL(request.getTTL())
                .build();
    }

    private ResponseHeader header() {
        return ResponseHeader.newBuilder().setRevision(revision).build();
    }

    private static Buffer frame(MessageLite message) {
        return Buffer.buffer(FrameTemplate.frame(message));
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
