/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.spi;

/** Found by ServiceLoader: a protocol whose jar is on the class path. */
public interface ProtocolProvider {

    /** As in {@code --protocols}: grpc, http, mqtt. */
    String name();

    /** One instance for each event loop. */
    ProtocolVerticle create();
}
