/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import io.kedge.grpc.rpc.GrpcCode;
import io.kedge.grpc.rpc.GrpcOutcome;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** How the gateway tells errors: all names that etcd's versions had for the parts of one, and HTTP's status. */
final class GatewayErrors {

    static final GrpcOutcome NOT_FOUND = new GrpcOutcome(GrpcCode.NOT_FOUND, "Not Found");
    static final GrpcOutcome WRONG_VERB = new GrpcOutcome(GrpcCode.UNIMPLEMENTED, "Method Not Allowed");

    static final GrpcOutcome FOREIGN_PAGE =
            new GrpcOutcome(GrpcCode.PERMISSION_DENIED, "pages of other origins may not ask");

    private GatewayErrors() {}

    static GrpcOutcome invalid(String text) {
        return new GrpcOutcome(GrpcCode.INVALID_ARGUMENT, text);
    }

    /** HTTP has no number for a call that its client took back; 499 is in wide use. */
    static int status(GrpcCode code) {
        return switch (code) {
            case OK -> 200;
            case CANCELLED -> 499;
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, ABORTED -> 409;
            case RESOURCE_EXHAUSTED -> 429;
            case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
        };
    }

    /** The body of a call with one reply. */
    static Buffer body(GrpcOutcome outcome) {
        return new JsonObject()
                .put("error", outcome.text())
                .put("message", outcome.text())
                .put("code", outcome.status().number())
                .toBuffer();
    }

    /** The last line of a stream. */
    static Buffer line(GrpcOutcome outcome) {
        int status = status(outcome.status());
        JsonObject error = new JsonObject()
                .put("code", outcome.status().number())
                .put("grpc_code", outcome.status().number())
                .put("http_code", status)
                .put("http_status", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("message", outcome.text());
        return new JsonObject().put("error", error).toBuffer().appendByte((byte) '\n');
    }
}
