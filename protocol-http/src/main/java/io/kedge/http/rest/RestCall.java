/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.api.Node;
import io.kedge.api.Reply;
import io.kedge.http.HttpLoop;
import io.kedge.http.Problems;
import io.kedge.http.RequestBody;
import io.kedge.http.json.BadJsonException;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One REST request on its loop, from its head to its answer, which is given once. */
final class RestCall {

    private static final Logger log = LoggerFactory.getLogger(RestCall.class);

    private final HttpLoop loop;
    private final HttpServerRequest request;
    private final Caller caller;
    private @Nullable Runnable abandoned;

    RestCall(HttpLoop loop, HttpServerRequest request) {
        this.loop = loop;
        this.request = request;
        this.caller = loop.caller(request);
        request.response()
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "sandbox")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        request.response().exceptionHandler(error -> clientGone());
        request.response().closeHandler(closed -> clientGone());
    }

    Node node() {
        return loop.node();
    }

    HttpLoop loop() {
        return loop;
    }

    Caller caller() {
        return caller;
    }

    HttpServerRequest request() {
        return request;
    }

    HttpServerResponse response() {
        return request.response();
    }

    MultiMap parameters() {
        return request.params();
    }

    /** The parameter's text, or null if it is not there. */
    @Nullable
    String parameter(String name) {
        return request.params().get(name);
    }

    /** {@code otherwise} if the parameter is not there. */
    long number(String name, long otherwise, long atLeast, long atMost) {
        String text = parameter(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= atLeast && number <= atMost) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new BadRequestException("?" + name + "= must be a number from " + atLeast + " to " + atMost);
    }

    /** {@code ?name}, {@code ?name=1} or {@code ?name=true}. */
    boolean flag(String name) {
        String text = parameter(name);
        if (text == null || text.equals("0") || text.equals("false")) {
            return false;
        }
        if (text.isEmpty() || text.equals("1") || text.equals("true")) {
            return true;
        }
        throw new BadRequestException("?" + name + "= must be 1, true, 0 or false");
    }

    @Nullable
    String header(String name) {
        return request.getHeader(name);
    }

    boolean accepts(String mediaType) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains(mediaType);
    }

    /** Reads the whole body, then goes on; a body above the limit of requests is refused. */
    void withBody(Consumer<Buffer> next) {
        RequestBody.read(loop, request, loop.limits().requestBytesMax(), body -> guard(() -> next.accept(body)), () -> {
            RequestBody.closeAfter(request);
            fail(new KedgeException(
                    StatusCode.REQUEST_TOO_LARGE,
                    "the limit is " + loop.limits().requestBytesMax() + " bytes"));
        });
    }

    /** Runs a part of this call; whatever it throws is this call's answer. */
    void guard(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** Runs a part of this call in another turn of the loop, so that a long answer neither nests nor starves others. */
    void later(Runnable part) {
        loop.vertx().runOnContext(turn -> guard(part));
    }

    /** Asks the node; a failure is this call's answer. */
    <T> void ask(Consumer<Reply<T>> question, Consumer<T> next) {
        Future<T> answer = Reply.future(question);
        answer.onSuccess(result -> guard(() -> next.accept(result))).onFailure(this::fail);
    }

    /** Waits for {@code answer}; a failure is this call's answer. */
    <T> void then(Future<T> answer, Consumer<T> next) {
        answer.onSuccess(result -> guard(() -> next.accept(result))).onFailure(this::fail);
    }

    /** What to do once the client has gone before it is answered; now if it has. Replaces what was said before. */
    void onAbandoned(Runnable cleanUp) {
        abandoned = cleanUp;
        if (isGone()) {
            clientGone();
        }
    }

    private void clientGone() {
        Runnable cleanUp = abandoned;
        abandoned = null;
        if (cleanUp != null && !isAnswered()) {
            cleanUp.run();
        }
    }

    boolean isAnswered() {
        return response().ended();
    }

    boolean isGone() {
        return response().closed();
    }

    RestCall revision(long revision) {
        response().putHeader("Kedge-Revision", Long.toString(revision));
        return this;
    }

    void empty(int status) {
        if (mayAnswer()) {
            response().setStatusCode(status).end();
        }
    }

    void json(int status, JsonObject body) {
        bytes(status, "application/json", body.toBuffer());
    }

    void bytes(int status, String contentType, Buffer body) {
        if (mayAnswer()) {
            response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                    .end(body);
        }
    }

    private boolean mayAnswer() {
        return !response().ended() && !response().closed();
    }

    /** Answers that this path takes other methods, and which. */
    void refuseMethod(Collection<HttpMethod> taken) {
        String allowed = taken.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        response().putHeader(HttpHeaders.ALLOW, allowed);
        fail(RefusedException.of(405, "method-not-allowed", "this path takes " + allowed));
    }

    void fail(Throwable reason) {
        if (response().headWritten()) {
            // Too late to say it: a clean end would make a part of an answer look like all of it.
            log.debug("an answer was cut", reason);
            response().reset();
            return;
        }
        if (reason instanceof KedgeException refused) {
            Problems.end(response(), refused);
        } else if (reason instanceof RefusedException refused) {
            Problems.end(response(), refused.status(), refused.problem());
        } else if (reason instanceof BadRequestException || reason instanceof BadJsonException) {
            Problems.end(response(), 400, "bad-request", String.valueOf(reason.getMessage()));
        } else {
            log.error("request failed", reason);
            Problems.end(response(), new KedgeException(StatusCode.INTERNAL, String.valueOf(reason)));
        }
    }
}
