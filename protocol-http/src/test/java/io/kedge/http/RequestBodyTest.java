/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that come whole, too large, or not to their end. */
final class RequestBodyTest {

    private static final int MOST = 100;

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch begun = new CountDownLatch(1);
    private HttpLoop loop;
    private HttpServer server;

    @BeforeEach
    void start() {
        loop = new HttpLoop(new NodelessContext(vertx));
        server = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    RequestBody.read(
                            loop,
                            request,
                            MOST,
                            body -> request.response().end("got " + body.length()),
                            () -> request.response().setStatusCode(413).end());
                    begun.countDown();
                })
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        loop.stop();
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private String answerTo(String request, int sweeps) throws IOException, InterruptedException {
        try (Socket socket = new Socket("127.0.0.1", server.actualPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("PUT / HTTP/1.1\r\nHost: x\r\n" + request).getBytes(StandardCharsets.US_ASCII));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < sweeps; i++) {
                vertx.runOnContext(turn -> loop.bodies().sweep());
            }
            byte[] first = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(first, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aWholeBodyIsHandedOver() throws IOException, InterruptedException {
        assertThat(answerTo("Content-Length: 4\r\n\r\nbody", 0)).isEqualTo("HTTP/1.1 200");
    }

    @Test
    void oneThatIsAnnouncedTooLargeIsNotRead() throws IOException, InterruptedException {
        assertThat(answerTo("Content-Length: 101\r\n\r\n", 0)).isEqualTo("HTTP/1.1 413");
    }

    @Test
    void oneThatGrowsTooLargeIsRefused() throws IOException, InterruptedException {
        String chunk = "20\r\n" + "x".repeat(32) + "\r\n";
        assertThat(answerTo("Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(4), 0))
                .isEqualTo("HTTP/1.1 413");
    }

    @Test
    void oneThatDoesNotComeToItsEndIsGivenUp() throws IOException, InterruptedException {
        assertThat(answerTo("Content-Length: 10\r\n\r\nhalf", 5)).isEqualTo("HTTP/1.1 408");
    }
}
