/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.support;

import com.google.protobuf.Message;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A stream in both directions. Messages are kept in order of arrival; safe for many threads. */
public final class WireStream implements AutoCloseable {
    private final Future<GrpcClientRequest<Message, Message>> call;
    private final List<Consumer<Message>> listeners = new CopyOnWriteArrayList<>();
    private final List<Message> backlog = new ArrayList<>();
    private final Promise<Outcome> end = Promise.promise();
    private final Context context;
    private Future<Void> lastWrite;

    WireStream(Vertx vertx, Future<GrpcClientRequest<Message, Message>> call) {
        this.call = call;
        context = vertx.getOrCreateContext();
        lastWrite = call.mapEmpty();
        call.onSuccess(opened -> {
            opened.response().onSuccess(this::collect).onFailure(e -> end.tryComplete(WireClient.failed(e)));
            opened.exceptionHandler(e -> end.tryComplete(WireClient.failed(e)));
        });
        call.onFailure(e -> end.tryComplete(WireClient.failed(e)));
    }

    /** Gives every message, those received before included, to the consumer, on the connection's thread. */
    public synchronized void listen(Consumer<Message> consumer) {
        backlog.forEach(consumer);
        listeners.add(consumer);
    }

    /** Sends; messages leave in the order of the calls. */
    public synchronized void send(Message message) {
        lastWrite = lastWrite.compose(done -> call.result().write(message));
    }

    /** Says that nothing more will be sent. */
    public synchronized void halfClose() {
        lastWrite = lastWrite.compose(done -> call.result().end());
    }

    /** What has arrived so far. */
    public synchronized List<Message> received() {
        return List.copyOf(backlog);
    }

    /** Waits for the message with this number, counted from 0. */
    public <R extends Message> R await(int index, Class<R> type) {
        Await.until(
                Duration.ofSeconds(15),
                () -> "message " + index + " of a stream that got " + received() + ", end " + end.future(),
                () -> count() > index);
        return type.cast(received().get(index));
    }

    private synchronized int count() {
        return backlog.size();
    }

    /** The stream's end, when it comes. */
    public Future<Outcome> end() {
        return end.future();
    }

    /** Resets the stream. */
    @Override
    public void close() {
        call.onSuccess(opened -> context.runOnContext(now -> opened.cancel()));
    }

    private void collect(GrpcClientResponse<Message, Message> response) {
        response.handler(this::receive);
        response.exceptionHandler(e -> end.tryComplete(WireClient.failed(e)));
        response.endHandler(done -> end.tryComplete(WireClient.ended(response, null)));
    }

    private synchronized void receive(Message message) {
        backlog.add(message);
        listeners.forEach(listener -> listener.accept(message));
    }
}
