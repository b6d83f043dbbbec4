/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import io.kedge.eventbus.wire.Body;
import io.vertx.core.Future;

/** Asks other members. */
public interface Asker {
    /** Status of the answer to a request that nobody there handles. */
    int STATUS_UNKNOWN_KIND = 0xffff;

    /**
     * Sends one request, never twice. The future completes on the transport's context, with any status, or fails with a
     * {@link PeerRequestException}. Call it on that context.
     */
    Future<Body.Reply> ask(long to, int kind, byte[] payload, long timeoutMillis);
}
