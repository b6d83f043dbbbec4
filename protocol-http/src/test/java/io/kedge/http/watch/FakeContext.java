/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.api.Node;
import io.kedge.http.HttpLoop;
import io.kedge.spi.ClientPort;
import io.kedge.spi.ProtocolContext;
import io.kedge.spi.ProtocolLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;

/** What a protocol is given, around a fake node. */
record FakeContext(Vertx vertx, Node node, MeterRegistry meters, ProtocolLimits limits) implements ProtocolContext {

    static WatchLoop loop(Vertx vertx, Node node) {
        return loop(
                new FakeContext(vertx, node, new SimpleMeterRegistry(), new ProtocolLimits(1 << 20, 2 << 20, 2, 60)));
    }

    static WatchLoop loop(FakeContext context) {
        return new WatchLoop(new HttpLoop(context));
    }

    @Override
    public ClientPort clientPort() {
        throw new UnsupportedOperationException("the test has its own server");
    }
}
