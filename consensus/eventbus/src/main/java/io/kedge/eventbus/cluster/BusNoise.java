/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.cluster;

import io.vertx.core.Handler;

/**
 * Vert.x 5.0.7 reports every failed write of the clustered event bus twice: as the failed future it should be, and as
 * an uncaught exception "Promise already completed" on the sender's context, because the promise that takes the failure
 * says wrongly that it had one before. The second says nothing.
 */
public final class BusNoise {
    private static final String MESSAGE = "Promise already completed";
    private static final String PROMISE = "io.vertx.core.Promise";
    private static final String FUTURE = "io.vertx.core.impl.future.FutureBase";

    private BusNoise() {}

    /** Hands everything but that report to {@code next}. */
    public static Handler<Throwable> filter(Handler<Throwable> next) {
        return thrown -> {
            if (!isNoise(thrown)) {
                next.handle(thrown);
            }
        };
    }

    /** Whether a promise that listens to a future, not our code, was told a second result. */
    static boolean isNoise(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return thrown instanceof IllegalStateException
                && MESSAGE.equals(thrown.getMessage())
                && trace.length > 2
                && trace[0].getClassName().equals(PROMISE)
                && trace[1].getClassName().equals(PROMISE)
                && trace[2].getClassName().equals(FUTURE);
    }
}
