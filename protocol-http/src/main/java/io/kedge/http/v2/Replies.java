/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.api.Reply;
import io.kedge.model.KedgeException;

/** Replies for calls whose result is not what matters. */
final class Replies {

    private Replies() {}

    /** Goes on when the call has failed. */
    static Reply<Object> either(Runnable next) {
        return new Reply<>() {
            @Override
            public void succeed(Object result) {
                next.run();
            }

            @Override
            public void fail(KedgeException reason) {
                next.run();
            }
        };
    }
}
