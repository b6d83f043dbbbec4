/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.kedge.api.Node;
import io.kedge.grpc.rpc.FakeNode;
import io.kedge.spi.ClientPort;
import io.kedge.spi.ProtocolContext;
import io.kedge.spi.ProtocolLimits;
import io.kedge.spi.ProtocolProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.CodecException;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.common.WireFormat;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A fake node behind the real protocol on a real port, and a client for it. */
final class TestServer implements AutoCloseable {

    static final int MESSAGE_BYTES_MAX = 64 * 1024;
    static final long LEADERLESS_MILLIS_MAX = 300;

    /** How a call ended, with its last message if there was one. */
    record Answer<R>(GrpcStatus status, String text, R message) {}

    final FakeNode node = new FakeNode();
    final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    final Context loop = vertx.getOrCreateContext();
    final GrpcClient client;
    private final HttpServer server = vertx.createHttpServer();
    private final Map<GrpcClientRequest<?, ?>, Future<Answer<?>>> answers = new ConcurrentHashMap<>();
    private Predicate<HttpServerRequest> route;
    private Handler<HttpServerRequest> handler;

    TestServer() throws Exception {
        ProtocolProvider provider =
                ServiceLoader.load(ProtocolProvider.class).findFirst().orElseThrow();
        Future<HttpServer> listening = Future.future(promise -> loop.runOnContext(v -> {
            provider.create().start(new FakeContext());
            server.requestHandler(request -> {
                if (route.test(request)) {
                    handler.handle(request);
                } else {
                    request.response().setStatusCode(404).end();
                }
            });
            server.listen(0, "127.0.0.1").onComplete(promise);
        }));
        await(listening);
        client = GrpcClient.client(
                vertx,
                new GrpcClientOptions().setMaxMessageSize(1 << 26),
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    /** Runs on the server's loop, as the node does. */
    void onLoop(Runnable action) throws Exception {
        await(Future.future(promise -> loop.runOnContext(v -> {
            action.run();
            promise.complete();
        })));
    }

    <Q extends Message, R extends Message> GrpcClientRequest<Q, R> request(String path, Parser<R> replies)
            throws Exception {
        int slash = path.lastIndexOf('/');
        ServiceMethod<R, Q> method = ServiceMethod.client(
                ServiceName.create(path.substring(0, slash)),
                path.substring(slash + 1),
                GrpcMessageEncoder.encoder(),
                decoder(replies));
        // Answers are collected from the client's loop, before anything is sent: a later handler could miss messages.
        return await(client.request(SocketAddress.inetSocketAddress(port(), "127.0.0.1"), method)
                .map(request -> {
                    answers.put(request, collect(request));
                    return request;
                }));
    }

    private static <R> GrpcMessageDecoder<R> decoder(Parser<R> parser) {
        return new GrpcMessageDecoder<>() {
            @Override
            public R decode(GrpcMessage message) throws CodecException {
                try {
                    return parser.parseFrom(message.payload().getBytes());
                } catch (InvalidProtocolBufferException e) {
                    throw new CodecException(e);
                }
            }

            @Override
            public boolean accepts(WireFormat format) {
                return true;
            }
        };
    }

    <Q extends Message, R extends Message> Answer<R> call(String path, Q message, Parser<R> replies) throws Exception {
        GrpcClientRequest<Q, R> request = request(path, replies);
        return finish(request, request.end(message));
    }

    @SuppressWarnings("unchecked")
    <Q, R> Answer<R> finish(GrpcClientRequest<Q, R> request, Future<?> sent) throws Exception {
        return (Answer<R>) await(answers.remove(request));
    }

    private static <Q, R> Future<Answer<?>> collect(GrpcClientRequest<Q, R> request) {
        return request.response().compose(response -> {
            Object[] last = new Object[1];
            response.handler(message -> last[0] = message);
            return response.end()
                    .transform(ended ->
                            Future.succeededFuture(new Answer<>(response.status(), response.statusMessage(), last[0])));
        });
    }

    @Override
    public void close() throws Exception {
        await(vertx.close());
    }

    private final class FakeContext implements ProtocolContext {

        @Override
        public Vertx vertx() {
            return vertx;
        }

        @Override
        public Node node() {
            return node;
        }

        @Override
        public ClientPort clientPort() {
            return (matches, routed) -> {
                route = matches;
                handler = routed;
            };
        }

        @Override
        public MeterRegistry meters() {
            return meters;
        }

        @Override
        public ProtocolLimits limits() {
            return new ProtocolLimits(MESSAGE_BYTES_MAX, MESSAGE_BYTES_MAX, 2, LEADERLESS_MILLIS_MAX);
        }
    }
}
