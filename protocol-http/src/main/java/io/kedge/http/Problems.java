/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http;

import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Errors as {@code application/problem+json} (RFC 9457). */
public final class Problems {

    private static final String RETRY_AFTER_SECONDS = "1";

    private Problems() {}

    /** The body of a problem; a caller may add to it. {@code detail} says what to do, or which part was wrong. */
    public static JsonObject body(StatusCode code, @Nullable String detail) {
        ErrorTable.Row row = ErrorTable.of(code);
        JsonObject body = new JsonObject()
                .put("type", row.type())
                .put("title", row.title())
                .put("status", row.status());
        if (detail != null && !detail.isEmpty() && !detail.equals(code.name())) {
            body.put("detail", detail);
        }
        return body.put("code", row.grpcCode());
    }

    /** Ends the response with the problem that {@code reason} is. */
    public static void end(HttpServerResponse response, KedgeException reason) {
        end(response, ErrorTable.of(reason.code()).status(), body(reason.code(), reason.getMessage()));
    }

    /** Ends the response with a problem of HTTP itself, which no status code of the store has. */
    public static void end(HttpServerResponse response, int status, String name, String detail) {
        end(
                response,
                status,
                new JsonObject()
                        .put("type", "urn:kedge:" + name)
                        .put("title", name.replace('-', ' '))
                        .put("status", status)
                        .put("detail", detail));
    }

    /** Ends the response; nothing if it has ended, or the client has gone. */
    public static void end(HttpServerResponse response, int status, JsonObject body) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json");
        if (status == 429 || status == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        } else if (status == 401) {
            response.putHeader("WWW-Authenticate", "Bearer realm=\"kedge\", Basic realm=\"kedge\"");
        }
        response.putHeader("X-Content-Type-Options", "nosniff").end(body.toBuffer());
    }
}
