/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.spi;

import io.kedge.api.Node;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;

/** All a protocol gets of the node. */
public interface ProtocolContext {

    Vertx vertx();

    /** This loop's view of the node. */
    Node node();

    ClientPort clientPort();

    MeterRegistry meters();

    ProtocolLimits limits();

    /** For protocols that browsers speak. */
    default WebOptions web() {
        return WebOptions.DEFAULTS;
    }
}
