/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import io.kedge.api.Node;
import io.kedge.grpc.rpc.FakeNode;
import io.kedge.http.HttpLoop;
import io.kedge.spi.ClientPort;
import io.kedge.spi.ProtocolContext;
import io.kedge.spi.ProtocolLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A fake node behind the gateway on a real port, and a client for it. */
final class GatewayServer implements AutoCloseable {

    static final int MESSAGE_BYTES_MAX = 64 << 10;

    record Answer(int status, String contentType, String body) {

        JsonObject json() {
            return new JsonObject(body);
        }
    }

    final FakeNode node = new FakeNode();
    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    /** Held here, as a client that nobody holds closes its connections. */
    final WebSocketClient sockets = vertx.createWebSocketClient();

    final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(true));
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Context loop = vertx.getOrCreateContext();
    private final HttpServer server = vertx.createHttpServer();
    private volatile HttpLoop httpLoop;

    GatewayServer() throws Exception {
        await(Future.<HttpServer>future(promise -> loop.runOnContext(nothing -> {
            ProtocolContext context = new FakeContext();
            httpLoop = new HttpLoop(context);
            Gateway gateway = new Gateway(context, httpLoop);
            server.requestHandler(gateway::handle);
            server.listen(0, "127.0.0.1").onComplete(promise);
        })));
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    HttpLoop loop() {
        return httpLoop;
    }

    MeterRegistry meters() {
        return meters;
    }

    /** Runs on the server's loop, as the node does. */
    void onLoop(Runnable action) throws Exception {
        await(Future.future(promise -> loop.runOnContext(nothing -> {
            action.run();
            promise.complete();
        })));
    }

    Answer post(String path, String body, String... headers) throws Exception {
        return ask(HttpMethod.POST, path, Buffer.buffer(body), headers);
    }

    Answer ask(HttpMethod method, String path, Buffer body, String... headers) throws Exception {
        // From one loop: a handler that another thread adds may come after what it is to hear.
        return await(Future.future(answered -> vertx.runOnContext(nothing -> request(method, path, headers)
                .compose(request -> request.send(body))
                .compose(response -> response.body()
                        .map(bytes -> new Answer(
                                response.statusCode(), response.getHeader("content-type"), bytes.toString())))
                .onComplete(answered))));
    }

    Future<HttpClientRequest> request(HttpMethod method, String path, String... headers) {
        return client.request(method, port(), "127.0.0.1", path).map(request -> {
            for (int i = 0; i < headers.length; i += 2) {
                request.putHeader(headers[i], headers[i + 1]);
            }
            return request;
        });
    }

    /** A stream under way: its lines as they come, then {@code end}, or {@code cut}. */
    final class Stream {

        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        final HttpClientRequest request;
        private final StringBuilder partial = new StringBuilder();
        volatile HttpClientResponse response;

        Stream(String path, String... headers) throws Exception {
            request = await(request(HttpMethod.POST, path, headers));
            request.setChunked(true);
            request.response().onSuccess(answered -> {
                response = answered;
                answered.handler(this::heard);
                answered.exceptionHandler(cut -> lines.add("cut"));
                answered.endHandler(end -> lines.add("end"));
            });
        }

        private void heard(Buffer bytes) {
            partial.append(bytes);
            for (int end = partial.indexOf("\n"); end >= 0; end = partial.indexOf("\n")) {
                lines.add(partial.substring(0, end));
                partial.delete(0, end + 1);
            }
        }

        JsonObject next() throws Exception {
            return new JsonObject(nextText());
        }

        String nextText() throws Exception {
            String line = lines.poll(10, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("nothing came");
            }
            return line;
        }
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
            throw new UnsupportedOperationException();
        }

        @Override
        public MeterRegistry meters() {
            return meters;
        }

        @Override
        public ProtocolLimits limits() {
            return new ProtocolLimits(MESSAGE_BYTES_MAX, MESSAGE_BYTES_MAX, 2, 300);
        }
    }
}
