/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Await;
import io.kedge.dist.support.Ports;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** One connection too many is closed; those that stand are served, and operators get through. */
final class ConnectionsIT {

    private static final int MOST = 40;

    @Test
    void oneTooManyIsClosed() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                ServerBinary.underTest().family() == ServerBinary.Family.KEDGE, "it is about Kedge alone");
        String metrics = "http://127.0.0.1:" + Ports.free();
        List<Socket> sockets = new ArrayList<>();
        try (ServerUnderTest server = ServerUnderTest.startInMemory(
                ServerBinary.underTest(), "--max-connections", "" + MOST, "--listen-metrics-urls", metrics)) {
            int served = 0;
            for (int i = 0; i < MOST + 20; i++) {
                Socket socket = new Socket("127.0.0.1", server.clientPort());
                socket.setSoTimeout(5_000);
                sockets.add(socket);
                served += isServed(socket) ? 1 : 0;
            }
            // The test's own look at the server's health may hold a place.
            assertThat(served).isBetween(MOST - 2, MOST);
            assertThat(isServed(sockets.get(0))).isTrue();
            String page = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(metrics + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(page).contains("kedge_client_connections_refused_total").contains("kedge_client_connections ");
            for (Socket socket : sockets) {
                socket.close();
            }
            Await.until(Duration.ofSeconds(10), () -> "places come back", () -> {
                try (Socket again = new Socket("127.0.0.1", server.clientPort())) {
                    return isServed(again);
                }
            });
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static boolean isServed(Socket socket) throws IOException {
        try {
            String request = "GET /v1/kv/nothing HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 404".length());
            socket.getInputStream().skipNBytes(socket.getInputStream().available());
            return new String(start, StandardCharsets.US_ASCII).equals("HTTP/1.1 404");
        } catch (SocketException reset) {
            return false;
        }
    }
}
