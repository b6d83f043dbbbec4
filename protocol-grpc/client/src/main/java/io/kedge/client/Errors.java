/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import static java.util.Map.entry;

import io.vertx.core.MultiMap;
import io.vertx.core.http.StreamResetException;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcError;
import io.vertx.grpc.common.GrpcErrorException;
import io.vertx.grpc.common.GrpcStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one place where statuses, texts and transport failures become {@link KedgeClientException}s. */
final class Errors {

    /** Texts that clients of etcd may rely on; where a text decides, the status does not matter. */
    private static final Map<String, ErrorCode> BY_TEXT = Map.ofEntries(
            entry("etcdserver: no leader", ErrorCode.NO_LEADER),
            entry("etcdserver: mvcc: required revision has been compacted", ErrorCode.COMPACTED),
            entry("etcdserver: mvcc: required revision is a future revision", ErrorCode.FUTURE_REVISION),
            entry("etcdserver: requested lease not found", ErrorCode.LEASE_NOT_FOUND),
            entry("etcdserver: lease already exists", ErrorCode.LEASE_EXISTS),
            entry("etcdserver: mvcc: database space exceeded", ErrorCode.NO_SPACE),
            entry("etcdserver: request is too large", ErrorCode.TOO_LARGE),
            entry("etcdserver: too many requests", ErrorCode.TOO_MANY_REQUESTS),
            entry("etcdserver: too many operations in txn request", ErrorCode.TOO_MANY_OPS),
            entry("etcdserver: duplicate key given in txn request", ErrorCode.DUPLICATE_KEY),
            entry("etcdserver: key is not provided", ErrorCode.EMPTY_KEY),
            entry("etcdserver: permission denied", ErrorCode.PERMISSION_DENIED),
            entry("etcdserver: invalid auth token", ErrorCode.UNAUTHENTICATED),
            entry("etcdserver: user name is empty", ErrorCode.UNAUTHENTICATED),
            entry("etcdserver: revision of auth store is old", ErrorCode.UNAUTHENTICATED),
            entry("etcdserver: corrupt cluster", ErrorCode.CORRUPT),
            // Inside Lock and Election etcd loses the status of a call that was given up, and keeps its text.
            entry("context deadline exceeded", ErrorCode.DEADLINE_EXCEEDED),
            entry("context canceled", ErrorCode.CANCELLED),
            entry("mutex: session is expired", ErrorCode.LEASE_NOT_FOUND));

    private Errors() {}

    /** The code for a status with its text. */
    static ErrorCode code(GrpcStatus status, String text) {
        ErrorCode named = BY_TEXT.get(text);
        if (named != null) {
            return named;
        }
        if (text.startsWith("etcdserver: request timed out")) {
            return ErrorCode.UNAVAILABLE;
        }
        return switch (status) {
            case CANCELLED -> ErrorCode.CANCELLED;
            case INVALID_ARGUMENT, OUT_OF_RANGE -> ErrorCode.INVALID_ARGUMENT;
            case DEADLINE_EXCEEDED -> ErrorCode.DEADLINE_EXCEEDED;
            case NOT_FOUND -> ErrorCode.NOT_FOUND;
            case PERMISSION_DENIED -> ErrorCode.PERMISSION_DENIED;
            case RESOURCE_EXHAUSTED -> ErrorCode.TOO_LARGE;
            case FAILED_PRECONDITION, ALREADY_EXISTS, ABORTED -> ErrorCode.FAILED_PRECONDITION;
            case UNIMPLEMENTED -> ErrorCode.UNIMPLEMENTED;
            case UNAVAILABLE -> ErrorCode.UNAVAILABLE;
            case DATA_LOSS -> ErrorCode.CORRUPT;
            case UNAUTHENTICATED -> ErrorCode.UNAUTHENTICATED;
            case INTERNAL -> ErrorCode.INTERNAL;
            default -> ErrorCode.UNKNOWN;
        };
    }

    /** What ended a response that did not end with OK. */
    static KedgeClientException ofResponse(GrpcClientResponse<?, ?> response, Throwable cause) {
        if (cause instanceof InvalidStatusException invalid) {
            String text = statusText(response);
            GrpcStatus status = Objects.requireNonNullElse(invalid.actualStatus(), GrpcStatus.UNKNOWN);
            return new KedgeClientException(code(status, text), text.isEmpty() ? "gRPC status " + status : text);
        }
        return ofTransport(cause);
    }

    /** A failure before any status came: connection lost, stream reset, malformed answer. */
    static KedgeClientException ofTransport(Throwable cause) {
        if (cause instanceof KedgeClientException already) {
            return already;
        }
        if (cause instanceof GrpcErrorException reset) {
            return ofReset(reset.error());
        }
        if (cause instanceof StreamResetException reset) {
            return ofReset(GrpcError.mapHttp2ErrorCode(reset.getCode()));
        }
        return new KedgeClientException(ErrorCode.UNAVAILABLE, "connection lost: " + words(cause), cause);
    }

    /** The server reset the stream; REFUSED_STREAM means that it has not looked at it. */
    static KedgeClientException ofReset(@Nullable GrpcError error) {
        if (error == GrpcError.UNAVAILABLE) {
            return new KedgeClientException(ErrorCode.UNAVAILABLE, "the server refused the stream");
        }
        if (error == GrpcError.CANCELLED) {
            return new KedgeClientException(ErrorCode.CANCELLED, "the server cancelled the stream");
        }
        return new KedgeClientException(ErrorCode.INTERNAL, "the server reset the stream: " + error);
    }

    /** True when the server says, by the protocol, that it has not looked at the request. */
    static boolean refused(Throwable cause) {
        return cause instanceof GrpcErrorException reset && reset.error() == GrpcError.UNAVAILABLE;
    }

    static String words(Throwable cause) {
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    }

    /** grpc-message stands in the trailers, or in the headers of an answer without a body; percent-encoded UTF-8. */
    private static String statusText(GrpcClientResponse<?, ?> response) {
        String text = null;
        MultiMap trailers = response.trailers();
        if (trailers != null) {
            text = trailers.get("grpc-message");
        }
        if (text == null) {
            text = response.headers().get("grpc-message");
        }
        return text == null ? "" : percentDecode(text);
    }

    static String percentDecode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
