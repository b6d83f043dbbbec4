/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.api.Reply;
import io.kedge.model.KedgeException;
import io.kedge.model.LeaseResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases that this node took for a request. */
final class Leased {

    private static final Logger log = LoggerFactory.getLogger(Leased.class);

    private Leased() {}

    /** Ends a lease that nobody has heard of; if that fails, its own time ends it. */
    static void giveBack(RestCall call, long lease) {
        Reply.<LeaseResult>future(reply -> call.node().leases().revoke(call.caller(), lease, reply))
                .onFailure(reason -> log.debug("lease {} is left to expire: {}", lease, reason.getMessage()));
    }

    /** For what is cleaned up after a client that has gone: if it fails, the lease ends it. */
    static <T> Reply<T> ignored() {
        return new Reply<>() {
            @Override
            public void succeed(T result) {
                // Nobody waits.
            }

            @Override
            public void fail(KedgeException reason) {
                log.debug("left to its lease: {}", reason.getMessage());
            }
        };
    }
}
