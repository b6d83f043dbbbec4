/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Brings completions of any thread to one context. */
final class OnContext {
    private OnContext() {}

    /** Calls {@code then} on {@code context} with the result, or null and the failure. */
    static <T> void then(Context context, Future<T> future, BiConsumer<T, @Nullable Throwable> then) {
        future.onComplete((result, failure) -> context.runOnContext(go -> then.accept(result, failure)));
    }
}
