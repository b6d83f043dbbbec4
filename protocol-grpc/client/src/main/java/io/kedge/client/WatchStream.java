/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a watch, from connecting to its end, of which it tells exactly once unless cancelled. Loop only. It
 * asks for a leader ({@code hasleader}), so that a member cut off from the cluster ends it instead of keeping silent.
 */
final class WatchStream {

    private final Transport transport;
    private final WatchLoop owner;
    private @Nullable GrpcClientRequest<WatchRequest, WatchResponse> wire;
    private @Nullable GrpcClientResponse<WatchRequest, WatchResponse> response;
    private @Nullable HttpConnection connection;
    private int endpoint;
    private boolean paused;
    private boolean done;

    WatchStream(Transport transport, WatchLoop owner) {
        this.transport = transport;
        this.owner = owner;
    }

    void open(WatchRequest create) {
        transport.open(Methods.WATCH).onComplete(opened -> {
            if (opened.failed()) {
                end(Errors.ofTransport(opened.cause()));
            } else if (done) {
                opened.result().wire().cancel();
            } else {
                begin(opened.result(), create);
            }
        });
    }

    private void begin(Transport.Opened<WatchRequest, WatchResponse> next, WatchRequest create) {
        GrpcClientRequest<WatchRequest, WatchResponse> opened = next.wire();
        endpoint = next.endpoint();
        wire = opened;
        connection = opened.connection();
        transport.probe().add(connection, this, () -> end(silent()));
        opened.headers().set("hasleader", "true");
        opened.write(create);
        opened.response().onComplete(answer -> {
            if (answer.succeeded()) {
                receive(answer.result());
            } else {
                end(Errors.ofTransport(answer.cause()));
            }
        });
    }

    private void receive(GrpcClientResponse<WatchRequest, WatchResponse> answer) {
        response = answer;
        answer.handler(message -> {
            if (!done) {
                owner.received(this, message);
            }
        });
        answer.errorHandler(error -> end(Errors.ofReset(error)));
        answer.end()
                .onComplete(end -> end(
                        end.succeeded()
                                ? new KedgeClientException(ErrorCode.UNAVAILABLE, "the server ended the stream")
                                : Errors.ofResponse(answer, end.cause())));
    }

    private static KedgeClientException silent() {
        return new KedgeClientException(ErrorCode.UNAVAILABLE, "connection lost: the server does not answer pings");
    }

    void pause() {
        if (!paused && response != null) {
            paused = true;
            response.pause();
        }
    }

    void resume() {
        if (paused && response != null) {
            paused = false;
            response.resume();
        }
    }

    void cancel() {
        if (release() && wire != null) {
            wire.cancel();
        }
    }

    private void end(KedgeClientException cause) {
        if (release()) {
            if (wire != null) {
                transport.leave(endpoint);
            }
            owner.closed(this, cause);
        }
    }

    private boolean release() {
        if (done) {
            return false;
        }
        done = true;
        if (connection != null) {
            transport.probe().remove(connection, this);
        }
        return true;
    }
}
