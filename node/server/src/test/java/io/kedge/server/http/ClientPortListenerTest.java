/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.server.NodeConfig.HostPort;
import io.kedge.server.RunningNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ClientPortListenerTest {

    private static final int SILENCE_MILLIS = 1_500;
    private static final int LIMIT_MILLIS = 20_000;
    private static final String ANSWER = "it is answered";
    private static final String UPGRADE = "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
            + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final ConnectionLimit limit = new ConnectionLimit(10);
    private final ClientPortListener listener =
            new ClientPortListener(vertx, RunningNode.config(Path.of("none"), 0, List.of()), limit);

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void a_connection_that_never_says_anything_is_closed_and_one_that_did_may_be_silent() throws Exception {
        int port = listen(listener.silenceMillisMax(SILENCE_MILLIS));
        try (Socket talking = connect(port);
                Socket silent = connect(port);
                Socket stammering = connect(port)) {
            assertThat(ask(talking, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
            stammering.getOutputStream().write("GE".getBytes(StandardCharsets.US_ASCII));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(stammering.getInputStream().read()).isEqualTo(-1);
            assertThat(limit.open()).isEqualTo(1);
            assertThat(ask(talking, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void where_http2_is_spoken_a_client_may_switch_to_it() throws Exception {
        int port = listen(listener);
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 101");
        }
    }

    @Test
    void where_it_is_not_the_wish_is_ignored() throws Exception {
        int port = listen(listener.withoutHttp2());
        try (Socket socket = connect(port)) {
            assertThat(ask(socket, UPGRADE)).startsWith("HTTP/1.1 200 OK").endsWith(ANSWER);
        }
    }

    private int listen(ClientPortListener on) throws Exception {
        on.route(request -> true, request -> request.response().end(ANSWER));
        Promise<HttpServer> listening = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(nothing -> on.listen(new HostPort("127.0.0.1", 0)).onComplete(listening));
        return await(listening.future()).actualPort();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    private static String ask(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.indexOf(ANSWER) < 0) {
            int next = in.read();
            assertThat(next).as("after " + read).isNotEqualTo(-1);
            read.append((char) next);
        }
        return read.toString();
    }
}
