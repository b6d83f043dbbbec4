/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.support;

import com.google.protobuf.Message;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcErrorException;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A plain gRPC client: every call becomes an {@link Outcome}, none throws on a status. Safe for many threads. */
public final class WireClient implements AutoCloseable {
    private static final long REPLY_BYTES_MAX = 64L << 20;
    private static final Duration CALL_LIMIT = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final GrpcClient client;
    private final SocketAddress address;

    public WireClient(Vertx vertx, int port) {
        this.vertx = vertx;
        address = SocketAddress.inetSocketAddress(port, "127.0.0.1");
        client = GrpcClient.client(
                vertx,
                new GrpcClientOptions().setMaxMessageSize(REPLY_BYTES_MAX),
                new HttpClientOptions().setHttp2ClearTextUpgrade(false).setConnectTimeout(2_000));
    }

    /** Sends and waits for the end. */
    public Outcome call(Message request) {
        return await(send(request), CALL_LIMIT);
    }

    /** Sends; the future never fails. */
    public Future<Outcome> send(Message request) {
        Promise<Outcome> done = Promise.promise();
        open(Rpc.unary(request))
                .onSuccess(call -> {
                    call.response()
                            .onSuccess(reply -> collect(reply, done))
                            .onFailure(e -> done.tryComplete(failed(e)));
                    // A reply may overtake the news that the request was written, so the write's end says nothing.
                    call.end(request);
                })
                .onFailure(e -> done.tryComplete(failed(e)));
        return done.future();
    }

    /** Opens a stream in both directions. */
    public WireStream stream(Rpc rpc) {
        return new WireStream(vertx, open(rpc));
    }

    /** The future's value, as a failed test when it takes too long. */
    public static <T> T await(Future<T> future, Duration limit) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + limit, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(client.close(), CALL_LIMIT);
    }

    /** A failure of the transport as a status, for a status is all that a gRPC client can show. */
    static Outcome failed(Throwable failure) {
        if (failure instanceof GrpcErrorException refused) {
            return new Outcome(refused.status(), "reset: " + refused.error(), null);
        }
        if (failure instanceof StreamResetException reset) {
            return new Outcome(GrpcStatus.CANCELLED, "reset: " + reset.getCode(), null);
        }
        return new Outcome(GrpcStatus.UNAVAILABLE, "transport: " + failure, null);
    }

    static Outcome ended(GrpcClientResponse<Message, Message> response, Message reply) {
        GrpcStatus status = response.status() == null ? GrpcStatus.UNKNOWN : response.status();
        String text = Objects.requireNonNullElse(response.statusMessage(), "");
        return new Outcome(status, status == GrpcStatus.OK ? "" : text, status == GrpcStatus.OK ? reply : null);
    }

    private Future<GrpcClientRequest<Message, Message>> open(Rpc rpc) {
        GrpcMessageDecoder<Message> decoder = GrpcMessageDecoder.decoder(rpc.reply());
        GrpcMessageEncoder<Message> encoder = GrpcMessageEncoder.encoder();
        return client.request(address, ServiceMethod.client(rpc.service(), rpc.method(), encoder, decoder));
    }

    private static void collect(GrpcClientResponse<Message, Message> response, Promise<Outcome> done) {
        Message[] last = new Message[1];
        response.handler(message -> last[0] = message);
        response.exceptionHandler(e -> done.tryComplete(failed(e)));
        response.endHandler(end -> done.tryComplete(ended(response, last[0])));
    }
}
