/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.ws;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /**
     * Whether a page of {@code origin} may connect: browsers let every page open a WebSocket to anywhere and leave the
     * check to the server. Programs send no origin.
     *
     * @param host as the client addressed this server, with the port
     * @param allowed further origins, or * for all
     */
    static boolean isOriginAllowed(@Nullable String origin, @Nullable String host, Set<String> allowed) {
        if (origin == null || allowed.contains("*") || allowed.contains(origin)) {
            return true;
        }
        int scheme = origin.indexOf("://");
        if (scheme < 0 || host == null) {
            return false;
        }
        String usualPort = origin.startsWith("https:") ? ":443" : ":80";
        return withoutPort(origin.substring(scheme + 3), usualPort).equals(withoutPort(host, usualPort));
    }

    private static String withoutPort(String authority, String usualPort) {
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(usualPort) ? lower.substring(0, lower.length() - usualPort.length()) : lower;
    }
}
