/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import io.vertx.core.Context;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Turns the messages of one direction of an exchange from one form into the other, in their order: small ones on the
 * spot, large ones on a worker thread, because a loop must not stand still for as long as that takes. On the
 * connection's loop.
 */
final class Conversions {

    private static final int LARGE_BYTES = 32 << 10;

    /** One and the same for all, since it is what keeps their order. */
    private final Context context;

    private final Runnable idle;
    private int underWay;

    /** {@code idle} is called each time that {@link #isIdle} turns true after it was false. */
    Conversions(Context context, Runnable idle) {
        this.context = context;
        this.idle = idle;
    }

    /** {@code done} or {@code failed} is called on this loop, after those of all messages before. */
    <T> void add(int bytes, Callable<T> conversion, Consumer<T> done, Consumer<Throwable> failed) {
        if (underWay > 0 || bytes > LARGE_BYTES) {
            underWay++;
            context.executeBlocking(conversion, true).onComplete(result -> {
                underWay--;
                if (result.succeeded()) {
                    done.accept(result.result());
                } else {
                    failed.accept(result.cause());
                }
                if (underWay == 0) {
                    idle.run();
                }
            });
            return;
        }
        T converted;
        try {
            converted = conversion.call();
        } catch (Exception e) {
            failed.accept(e);
            return;
        }
        done.accept(converted);
    }

    /** Whether all messages are through. */
    boolean isIdle() {
        return underWay == 0;
    }
}
