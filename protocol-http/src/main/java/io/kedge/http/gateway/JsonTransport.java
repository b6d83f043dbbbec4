/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import io.kedge.grpc.rpc.Connection;
import io.kedge.grpc.rpc.FrameSink;
import io.kedge.grpc.rpc.GrpcCode;
import io.kedge.grpc.rpc.GrpcOutcome;
import io.kedge.grpc.rpc.Transport;
import io.kedge.grpc.rpc.wire.WatchReplies;
import io.kedge.model.Caller;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call whose replies are JSON. On the connection's loop. */
final class JsonTransport implements Transport {

    private static final Logger log = LoggerFactory.getLogger(JsonTransport.class);

    private final Caller caller;
    private final Connection connection;
    private final MultiMap headers;
    private final long timeoutMillis;
    private final JsonCodec codec;
    private final Outlet outlet;
    private final Intake intake;
    private final Conversions conversions;
    private Runnable drained = () -> {};

    /** {@code timeoutMillis} as {@link Transport#timeoutMillis}. */
    JsonTransport(
            Caller caller,
            Connection connection,
            MultiMap headers,
            long timeoutMillis,
            JsonCodec codec,
            Outlet outlet,
            Intake intake,
            Context context) {
        this.caller = caller;
        this.connection = connection;
        this.headers = headers;
        this.timeoutMillis = timeoutMillis;
        this.codec = codec;
        this.outlet = outlet;
        this.intake = intake;
        this.conversions = new Conversions(context, this::resume);
        outlet.onWritable(this::resume);
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public boolean requiresLeader() {
        return "true".equals(headers.get("grpc-metadata-hasleader"));
    }

    @Override
    public long timeoutMillis() {
        return timeoutMillis;
    }

    @Override
    public void send(byte[] message) {
        line(message, 0);
    }

    @Override
    public void end(byte[] message) {
        intake.close();
        convert(message.length, () -> codec.reply(message, 0), outlet::reply);
    }

    @Override
    public void end() {
        intake.close();
        convert(0, () -> GrpcCode.OK, ended -> outlet.end());
    }

    @Override
    public void fail(GrpcOutcome outcome) {
        intake.close();
        convert(0, () -> outcome, outlet::fail);
    }

    @Override
    public boolean isWritable() {
        return conversions.isIdle() && outlet.isWritable();
    }

    @Override
    public void onWritable(Runnable handler) {
        drained = handler;
    }

    @Override
    public FrameSink frames(Runnable handler) {
        drained = handler;
        return new FrameSink() {
            @Override
            public boolean isWritable() {
                return JsonTransport.this.isWritable();
            }

            @Override
            public void write(byte[] frame) {
                line(frame, WatchReplies.PREFIX_BYTES);
            }
        };
    }

    @Override
    public void pauseReading() {
        intake.pause();
    }

    @Override
    public void resumeReading() {
        intake.resume();
    }

    private void line(byte[] message, int from) {
        convert(message.length, () -> codec.line(message, from), outlet::line);
    }

    private <T> void convert(int bytes, Callable<T> conversion, Consumer<T> done) {
        conversions.add(bytes, conversion, done, failure -> {
            log.error("a reply could not be turned into JSON", failure);
            outlet.fail(new GrpcOutcome(GrpcCode.INTERNAL, "internal error: " + failure));
        });
    }

    private void resume() {
        if (isWritable()) {
            drained.run();
        }
    }
}
