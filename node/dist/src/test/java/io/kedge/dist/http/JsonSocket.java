/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import io.kedge.dist.support.ServerUnderTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JDK's WebSocket client, speaking {@code kedge.v1.json}. Frames are taken in the order in which they came. */
final class JsonSocket implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final boolean stopped;
    private WebSocket socket;

    private JsonSocket(boolean stopped) {
        this.stopped = stopped;
    }

    static JsonSocket open(ServerUnderTest server) {
        return open(server, new JsonSocket(false));
    }

    /** One that reads nothing until {@link #readOn}. */
    static JsonSocket stopped(ServerUnderTest server) {
        return open(server, new JsonSocket(true));
    }

    private static JsonSocket open(ServerUnderTest server, JsonSocket opened) {
        opened.socket = HTTP.newWebSocketBuilder()
                .subprotocols("kedge.v1.json")
                .buildAsync(URI.create("ws://127.0.0.1:" + server.clientPort() + "/v1/ws"), opened)
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return opened;
    }

    void readOn() {
        socket.request(1);
    }

    WebSocket raw() {
        return socket;
    }

    JsonSocket send(String json) {
        socket.sendText(json.replace('\'', '"'), true).join();
        return this;
    }

    JsonObject next() {
        try {
            JsonObject frame = frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (frame == null) {
                throw new AssertionError("no frame came");
            }
            return frame;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    List<JsonObject> next(int count) {
        List<JsonObject> all = new ArrayList<>();
        while (all.size() < count) {
            all.add(next());
        }
        return all;
    }

    /** Frames that have come and were not taken. */
    int waiting() {
        return frames.size();
    }

    /** The code with which the server closed; waits for it. */
    int closeCode() {
        return closed.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    @Override
    public void onOpen(WebSocket opened) {
        if (!stopped) {
            opened.request(1);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        partial.append(text);
        if (last) {
            frames.add(new JsonObject(partial.toString()));
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
