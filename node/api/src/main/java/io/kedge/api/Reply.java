/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;

/** Where a call's one outcome goes, on the event loop the call was made on. The hot path's stand-in for a promise. */
public interface Reply<T> {

    void succeed(T result);

    void fail(KedgeException reason);

    default void fail(StatusCode code) {
        fail(new KedgeException(code));
    }

    /** A reply for a step on the way to this one: its result goes to {@code next}, its failure is this one's. */
    default <S> Reply<S> onSuccess(Consumer<S> next) {
        Reply<T> outer = this;
        return new Reply<>() {
            @Override
            public void succeed(S result) {
                next.accept(result);
            }

            @Override
            public void fail(KedgeException reason) {
                outer.fail(reason);
            }
        };
    }

    /** The facade for callers who prefer futures: {@code Reply.future(reply -> kv.put(caller, request, reply))}. */
    static <T> Future<T> future(Consumer<Reply<T>> call) {
        Promise<T> promise = Promise.promise();
        call.accept(new Reply<>() {
            @Override
            public void succeed(T result) {
                promise.complete(result);
            }

            @Override
            public void fail(KedgeException reason) {
                promise.fail(reason);
            }
        });
        return promise.future();
    }
}
