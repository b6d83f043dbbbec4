/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;

/** One member's client address. */
record Endpoint(String host, int port) {

    private static final int DEFAULT_PORT = 2379;

    /**
     * Reads {@code http://host:port} or {@code host:port}; the port may be left out.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Endpoint parse(String text) {
        String url = text.contains("://") ? text : "http://" + text;
        try {
            URI uri = new URI(url);
            if (!"http".equals(uri.getScheme())) {
                throw new IllegalArgumentException("endpoint " + text + ": only http:// is supported");
            }
            String host = uri.getHost();
            String path = uri.getPath();
            if (host == null || !(path == null || path.isEmpty() || "/".equals(path))) {
                throw new IllegalArgumentException("endpoint " + text + ": expected host:port");
            }
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return new Endpoint(bare, uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("endpoint " + text + ": expected host:port", e);
        }
    }

    SocketAddress address() {
        return SocketAddress.inetSocketAddress(port, host);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
