/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.spi;

import io.vertx.core.Future;

/** A protocol on one event loop. */
public interface ProtocolVerticle {

    /** Registers routes or opens listeners; on the loop of {@code context}. */
    Future<?> start(ProtocolContext context);

    /** Ends what was started; connections of the client port are closed by their owner. */
    Future<?> stop();
}
