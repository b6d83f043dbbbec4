/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import io.kedge.client.KedgeClient;
import io.kedge.client.WatchEvent;
import io.kedge.server.KedgeNode;
import io.kedge.server.NodeConfig;
import io.kedge.server.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A member that serves itself a little of everything and ends: the run whose loaded classes are written to the
 * class-data archive. Asked for by the system property {@code kedge.rehearsal} when the distribution is built.
 */
final class Rehearsal {

    private static final Duration STEP_LIMIT = Duration.ofSeconds(30);
    private static final long RUN_LIMIT_MILLIS = 100_000;
    private static final String KEY = "rehearsal";

    private Rehearsal() {}

    static boolean isOn() {
        return Boolean.getBoolean("kedge.rehearsal");
    }

    /** Moves the member to a free port of its own. */
    static void moveToFreePort(FlagValues values) throws UsageException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + socket.getLocalPort();
            values.set(Flags.require("listen-client-urls", KEY), url, KEY);
            values.set(Flags.require("advertise-client-urls", KEY), url, KEY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exit code. Never runs much longer than the limit, whatever hangs. */
    static int run(NodeConfig config) throws StartException {
        Thread limit = new Thread(Rehearsal::haltLate, "kedge-rehearsal-limit");
        limit.setDaemon(true);
        limit.start();
        KedgeNode node = MemberProcess.start(config);
        int port = config.clientListeners().get(0).port();
        try (KedgeClient client = KedgeClient.connect("127.0.0.1:" + port)) {
            useClient(client);
            for (String path : new String[] {"/health", "/readyz", "/version", "/metrics"}) {
                get(port, path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            node.stop();
        }
        return 0;
    }

    private static void useClient(KedgeClient client) {
        client.kv().put(KEY, "1").await().atMost(STEP_LIMIT);
        client.kv().get(KEY).await().atMost(STEP_LIMIT);
        var seen = client.watch()
                .key(KEY)
                .filter(event -> event instanceof WatchEvent.Put)
                .toUni()
                .subscribeAsCompletionStage();
        for (int i = 0; i < 1_000 && !seen.isDone(); i++) {
            client.kv().put(KEY, "2").await().atMost(STEP_LIMIT);
        }
        seen.cancel(true);
        long lease = client.lease().grant(STEP_LIMIT).await().atMost(STEP_LIMIT).id();
        client.lease().renew(lease).await().atMost(STEP_LIMIT);
        client.lease().revoke(lease).await().atMost(STEP_LIMIT);
        client.kv().delete(KEY).await().atMost(STEP_LIMIT);
    }

    private static void get(int port, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }
    }

    private static void haltLate() {
        try {
            Thread.sleep(RUN_LIMIT_MILLIS);
            System.err.println("kedge: the rehearsal took longer than " + RUN_LIMIT_MILLIS + " ms");
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
