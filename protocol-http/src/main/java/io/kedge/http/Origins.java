/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http;

import io.kedge.spi.WebOptions;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may ask: browsers let every page open a WebSocket to anywhere and post plain text anywhere, and leave the
 * check to the server. Programs send no origin.
 */
public final class Origins {

    private Origins() {}

    /**
     * Whether a page of {@code origin}, or a program, may ask.
     *
     * @param host as the client addressed this server, with the port
     * @param allowed further origins, or * for all
     */
    public static boolean isAllowed(@Nullable String origin, @Nullable String host, Set<String> allowed) {
        if (origin == null || allowed.contains(WebOptions.ALL) || allowed.contains(origin)) {
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
