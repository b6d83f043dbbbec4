/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http;

import io.kedge.api.Node;
import io.kedge.spi.ClientPort;
import io.kedge.spi.ProtocolContext;
import io.kedge.spi.ProtocolLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;

/** For tests of what needs a loop, and nothing of the node. */
public record NodelessContext(Vertx vertx, MeterRegistry meters) implements ProtocolContext {

    public NodelessContext(Vertx vertx) {
        this(vertx, new SimpleMeterRegistry());
    }

    @Override
    public Node node() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ClientPort clientPort() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ProtocolLimits limits() {
        throw new UnsupportedOperationException();
    }
}
