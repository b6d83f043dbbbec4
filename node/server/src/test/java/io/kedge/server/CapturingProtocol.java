/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.spi.ProtocolContext;
import io.kedge.spi.ProtocolProvider;
import io.kedge.spi.ProtocolVerticle;
import io.vertx.core.Future;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A protocol that speaks nothing: it keeps what the node gives to every protocol, for tests to use. */
public final class CapturingProtocol implements ProtocolProvider {

    static final Queue<ProtocolContext> CONTEXTS = new ConcurrentLinkedQueue<>();

    @Override
    public String name() {
        return "capturing";
    }

    @Override
    public ProtocolVerticle create() {
        return new ProtocolVerticle() {
            @Override
            public Future<?> start(ProtocolContext context) {
                CONTEXTS.add(context);
                return Future.succeededFuture();
            }

            @Override
            public Future<?> stop() {
                return Future.succeededFuture();
            }
        };
    }
}
