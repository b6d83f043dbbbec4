/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** The response to one request, with the headers that every v2 response has. */
final class V2Answer {

    private static final String JSON = "application/json";
    private static final String INDEX = "X-Etcd-Index";

    private final HttpServerRequest request;
    private final RaftNumbers raft;

    V2Answer(HttpServerRequest request, RaftNumbers raft) {
        this.request = request;
        this.raft = raft;
    }

    HttpServerResponse response() {
        return request.response();
    }

    private boolean isOver() {
        return response().ended() || response().closed();
    }

    /** Sends the head of a response that grows, once. */
    HttpServerResponse head(long index) {
        HttpServerResponse response = response();
        if (!response.headWritten() && !isOver()) {
            headers(200, JSON);
            response.putHeader(INDEX, Long.toString(index)).setChunked(true);
            response.writeHead();
        }
        return response;
    }

    void succeed(V2Event event, boolean created, long index) {
        response().putHeader(INDEX, Long.toString(index));
        end(created ? 201 : 200, JSON, V2Json.of(event));
    }

    void fail(V2Exception error) {
        response().putHeader(INDEX, Long.toString(error.index()));
        end(error.code().status(), JSON, V2Json.of(error));
    }

    void json(int status, JsonObject body) {
        end(status, JSON, body.toBuffer().appendString("\n"));
    }

    /** An error outside the keys. */
    void message(int status, String message) {
        json(status, new JsonObject().put("message", message));
    }

    void text(int status, String body) {
        end(status, "text/plain; charset=utf-8", Buffer.buffer(body));
    }

    void methodNotAllowed(String allowed) {
        response().putHeader(HttpHeaders.ALLOW, allowed);
        text(405, "Method Not Allowed\n");
    }

    void nothing(int status) {
        if (!isOver()) {
            headers(status, JSON);
            response().end();
        }
    }

    private void end(int status, String type, Buffer body) {
        if (isOver()) {
            return;
        }
        headers(status, type);
        if (request.method() == HttpMethod.HEAD) {
            response().putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
            response().end();
        } else {
            response().end(body);
        }
    }

    private void headers(int status, String type) {
        response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader("X-Etcd-Cluster-Id", raft.clusterId())
                .putHeader("X-Raft-Index", Long.toString(raft.index()))
                .putHeader("X-Raft-Term", Long.toString(raft.term()))
                .putHeader("X-Content-Type-Options", "nosniff");
    }
}
