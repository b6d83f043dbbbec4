/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.cluster;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a member listens for its peers.
 *
 * @param host name or address, IPv6 without brackets
 * @param tls whether the URL says https
 */
public record PeerUrl(String host, int port, boolean tls) {
    public PeerUrl {
        if (host.isEmpty() || port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("no host and port: " + host + ":" + port);
        }
    }

    /** Reads {@code http://host:port} or {@code https://host:port}; throws {@link IllegalArgumentException}. */
    public static PeerUrl parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no peer URL: " + url, e);
        }
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        String host = uri.getHost();
        String path = uri.getPath();
        boolean bare = path == null || path.isEmpty() || path.equals("/");
        if (!(tls || "http".equalsIgnoreCase(uri.getScheme())) || host == null || uri.getPort() <= 0 || !bare) {
            throw new IllegalArgumentException("a peer URL is http://host:port or https://host:port, not " + url);
        }
        boolean bracketed = host.startsWith("[");
        return new PeerUrl(bracketed ? host.substring(1, host.length() - 1) : host, uri.getPort(), tls);
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
