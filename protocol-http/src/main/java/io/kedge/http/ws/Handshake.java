/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.ws;

import io.vertx.core.http.HttpServerRequest;

/** What a request must have to become a WebSocket. */
final class Handshake {

    static final String PROTOCOL = "kedge.v1.json";
    static final String PROTOCOL_HEADER = "Sec-WebSocket-Protocol";

    private Handshake() {}

    static boolean isUpgrade(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    /** Whether the client is ready to speak {@link #PROTOCOL}. */
    static boolean offersProtocol(HttpServerRequest request) {
        for (String header : request.headers().getAll(PROTOCOL_HEADER)) {
            for (String name : header.split(",", -1)) {
                if (name.trim().equals(PROTOCOL)) {
                    return true;
                }
            }
        }
        return false;
    }
}
