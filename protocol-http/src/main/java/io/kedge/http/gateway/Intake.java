/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import io.kedge.grpc.rpc.Call;
import io.kedge.grpc.rpc.GrpcCode;
import io.kedge.grpc.rpc.GrpcOutcome;
import io.kedge.grpc.rpc.GrpcStatusMapper;
import io.kedge.grpc.rpc.wire.ProtoReader;
import io.kedge.http.HttpLoop;
import io.kedge.model.StatusCode;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends in one exchange: one JSON object or several, handed to the call one by one while it wants them.
 * It holds one incomplete object and what its source gave at once, no more. On the connection's loop.
 */
final class Intake {

    private static final byte[] NOTHING = {};

    /**
     * What is taken.
     *
     * @param several whether all objects are wanted, or only the first
     * @param jsonBytesMax of one object
     * @param protobufBytesMax of one message
     * @param tooLarge how the call ends beyond either
     */
    record Terms(boolean several, int jsonBytesMax, int protobufBytesMax, GrpcOutcome tooLarge) {}

    private final HttpLoop loop;
    private final ReadStream<?> source;
    private final JsonCodec codec;
    private final Terms terms;
    private final JsonSplitter splitter;
    private final Conversions conversions;
    private @Nullable Call call;

    /** Whether the call wants no more for now. */
    private boolean paused;

    private boolean pumping;
    private boolean ended;
    private boolean done;

    /** Bytes that the loop was told are held. */
    private int counted;

    Intake(HttpLoop loop, ReadStream<?> source, JsonCodec codec, Terms terms, Context context) {
        this.loop = loop;
        this.source = source;
        this.codec = codec;
        this.terms = terms;
        this.splitter = new JsonSplitter(terms.jsonBytesMax());
        this.conversions = new Conversions(context, this::converted);
    }

    /** Whom to hand messages to; before the first bytes. */
    void feed(Call fed) {
        call = fed;
    }

    void take(Buffer bytes) {
        if (!done) {
            splitter.add(bytes);
            pump();
            count();
        }
    }

    /** Nothing more is wanted. */
    void close() {
        done = true;
        count();
    }

    private void count() {
        int held = done ? 0 : splitter.heldBytes();
        Call fed = call;
        if (held <= counted) {
            loop.release(counted - held);
            counted = held;
        } else if (loop.hold(held - counted)) {
            counted = held;
        } else if (fed != null) {
            fed.fail(GrpcStatusMapper.of(StatusCode.TOO_MANY_REQUESTS));
        }
    }

    /** The client has sent all. */
    void end() {
        ended = true;
        pump();
    }

    void pause() {
        paused = true;
        source.pause();
    }

    void resume() {
        if (paused) {
            paused = false;
            source.resume();
            pump();
        }
    }

    private void converted() {
        if (!paused) {
            source.resume();
        }
        pump();
    }

    private void pump() {
        Call fed = call;
        if (pumping || fed == null) {
            return;
        }
        pumping = true;
        try {
            while (!done && !paused && conversions.isIdle() && step(fed)) {
                done = fed.ended();
            }
        } catch (BadJsonException e) {
            refuse(fed, e);
        } finally {
            pumping = false;
        }
    }

    /** Hands over one message, or the end; false if there is neither yet. */
    private boolean step(Call fed) throws BadJsonException {
        byte[] object = splitter.next();
        if (object == null) {
            if (splitter.isOver()) {
                done = true;
                fed.fail(terms.tooLarge());
            } else if (ended) {
                finish(fed);
            }
            return false;
        }
        if (terms.several()) {
            deliver(fed, object);
            return true;
        }
        done = true;
        deliver(fed, object);
        return false;
    }

    private void finish(Call fed) throws BadJsonException {
        done = true;
        if (splitter.isWithin()) {
            throw new BadJsonException("unexpected EOF");
        }
        if (terms.several()) {
            fed.receivedAll();
        } else {
            received(fed, NOTHING);
        }
    }

    private void deliver(Call fed, byte[] object) {
        conversions.add(
                object.length,
                () -> codec.request(object),
                protobuf -> received(fed, protobuf),
                failure -> refuse(fed, failure));
        if (!conversions.isIdle()) {
            source.pause();
        }
    }

    private void received(Call fed, byte[] protobuf) {
        if (protobuf.length > terms.protobufBytesMax()) {
            done = true;
            fed.fail(terms.tooLarge());
            return;
        }
        fed.received(new ProtoReader(protobuf, 0, protobuf.length));
        if (!terms.several()) {
            fed.receivedAll();
        }
    }

    private void refuse(Call fed, Throwable reason) {
        done = true;
        fed.fail(
                reason instanceof BadJsonException bad
                        ? GatewayErrors.invalid(bad.text())
                        : new GrpcOutcome(GrpcCode.INTERNAL, "internal error: " + reason));
    }
}
