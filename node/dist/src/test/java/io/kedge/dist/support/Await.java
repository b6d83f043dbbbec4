/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for a condition with a deadline, instead of sleeping and hoping. */
public final class Await {
    private static final long POLL_MILLIS = 5;

    private Await() {}

    /** Returns whether the condition came true before the deadline; an exception counts as "not yet". */
    public static boolean holds(Duration deadline, Callable<Boolean> condition) {
        long endNanos = System.nanoTime() + deadline.toNanos();
        while (true) {
            try {
                if (condition.call()) {
                    return true;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (Exception notYet) {
                // The condition is judged again until the deadline.
            }
            if (System.nanoTime() > endNanos) {
                return false;
            }
            pause();
        }
    }

    /** Fails with the given text when the condition does not come true in time. */
    public static void until(Duration deadline, Supplier<String> failure, Callable<Boolean> condition) {
        if (!holds(deadline, condition)) {
            throw new AssertionError("not within " + deadline.toMillis() + " ms: " + failure.get());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
