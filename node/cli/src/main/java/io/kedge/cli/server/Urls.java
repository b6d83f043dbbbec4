/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import io.kedge.server.NodeConfig.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** URLs of flags: http, or https among members; a host, a port, and nothing else. */
final class Urls {

    private static final String IP6_LOOPBACK = "::1";

    private Urls() {}

    /** The flag's URLs as they were written, each checked. */
    static List<String> checked(FlagValues values, String flag) throws UsageException {
        List<String> urls = values.list(flag);
        for (String url : urls) {
            hostPort(url, flag);
        }
        return urls;
    }

    /** Where to listen; localhost means both loopback addresses where the machine has both. */
    static List<HostPort> listeners(FlagValues values, String flag) throws UsageException {
        List<HostPort> listeners = new ArrayList<>();
        for (String url : values.list(flag)) {
            HostPort named = hostPort(url, flag);
            boolean number = named.host().contains(":") || named.host().matches("[0-9.]+");
            if (named.host().equals("localhost")) {
                listeners.add(new HostPort("127.0.0.1", named.port()));
                if (named.port() != 0 && isFree(IP6_LOOPBACK, named.port())) {
                    listeners.add(new HostPort(IP6_LOOPBACK, named.port()));
                }
            } else if (number) {
                listeners.add(named);
            } else {
                throw bad(url, flag, "a place to listen is an IP address or localhost");
            }
        }
        return listeners.stream().distinct().toList();
    }

    static boolean isFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static HostPort hostPort(String url, String flag) throws UsageException {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw bad(url, flag, "it is no URL");
        }
        String scheme = uri.getScheme();
        boolean isTls = "https".equals(scheme) || "unixs".equals(scheme);
        if (isTls && !isForPeers(flag)) {
            throw bad(url, flag, "TLS is not part of this version, so it must begin with http://");
        }
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw bad(url, flag, "it must begin with http://" + (isForPeers(flag) ? " or https://" : ""));
        }
        String host = uri.getHost();
        if (host == null || uri.getPort() < 0 || uri.getPort() > 0xffff) {
            throw bad(url, flag, "it must name a host and a port, like http://127.0.0.1:2379");
        }
        if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/") || uri.getRawQuery() != null) {
            throw bad(url, flag, "it must end with the port");
        }
        boolean bracketed = host.startsWith("[");
        return new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, uri.getPort());
    }

    private static boolean isForPeers(String flag) {
        return flag.endsWith("peer-urls") || flag.equals("initial-cluster");
    }

    private static UsageException bad(String url, String flag, String reason) {
        return new UsageException("Invalid URL \"" + url + "\" for --" + flag + ": " + reason + ".");
    }
}
