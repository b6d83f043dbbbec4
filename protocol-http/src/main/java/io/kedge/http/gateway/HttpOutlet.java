/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import io.kedge.grpc.rpc.GrpcCode;
import io.kedge.grpc.rpc.GrpcOutcome;
import io.kedge.grpc.rpc.ResponseQueue;
import io.kedge.http.RequestBody;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** An HTTP response: one JSON object, or a line for each message, flushed as it comes. */
final class HttpOutlet implements Outlet {

    private static final String JSON = "application/json";

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final boolean lines;
    private final ResponseQueue queue;
    private Runnable drained = () -> {};
    private boolean begun;

    /** {@code lines} tells whether there may be several replies. */
    HttpOutlet(HttpServerRequest request, boolean lines) {
        this.request = request;
        this.response = request.response();
        this.lines = lines;
        this.queue = new ResponseQueue(response, () -> drained.run());
    }

    /** Ends a request that is no call of any method. */
    static void refuse(HttpServerRequest request, GrpcOutcome outcome) {
        new HttpOutlet(request, false).fail(outcome);
    }

    @Override
    public void line(Buffer line) {
        if (isOver()) {
            return;
        }
        if (!begun) {
            begin(200);
            response.setChunked(true);
        }
        queue.write(line);
    }

    @Override
    public void reply(Buffer json) {
        if (!isOver()) {
            begin(200);
            response.end(json);
        }
    }

    @Override
    public void end() {
        if (!isOver()) {
            if (!begun) {
                begin(200);
            }
            response.end();
        }
    }

    /** What is left of the request's body is not waited for. */
    @Override
    public void fail(GrpcOutcome outcome) {
        if (isOver()) {
            return;
        }
        if (!begun) {
            begin(GatewayErrors.status(outcome.status()));
            if (outcome.status() == GrpcCode.UNAUTHENTICATED) {
                response.putHeader("WWW-Authenticate", "Bearer realm=\"kedge\"");
            }
            if (!request.isEnded()) {
                RequestBody.closeAfter(request);
            }
        }
        response.end(lines ? GatewayErrors.line(outcome) : GatewayErrors.body(outcome));
    }

    @Override
    public boolean isWritable() {
        return !isOver() && queue.isWritable();
    }

    @Override
    public void onWritable(Runnable handler) {
        drained = handler;
    }

    private void begin(int status) {
        begun = true;
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    }

    private boolean isOver() {
        return response.ended() || response.closed();
    }
}
