/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which pages may ask, by which names the node is asked, and a node without etcd's gateway. */
final class GateIT {

    private static final String CONSOLE = "https://console.example";

    private static ServerUnderTest server;

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(
                ServerBinary.underTest().family() == ServerBinary.Family.KEDGE, "it is about Kedge alone");
        server = ServerUnderTest.startInMemory(
                ServerBinary.underTest(),
                "--cors",
                CONSOLE + ",https://other.example",
                "--host-whitelist",
                "127.0.0.1,DB.example",
                "--enable-grpc-gateway=false");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** The whole answer, in small letters. */
    private static String askOf(String host, String method, String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        request.append("Connection: close\r\n\r\n");
        try (Socket socket = new Socket("127.0.0.1", server.clientPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .toLowerCase(Locale.ROOT);
        }
    }

    private static String ask(String method, String path, String... headers) throws IOException {
        return askOf("127.0.0.1:" + server.clientPort(), method, path, headers);
    }

    @Test
    void aPageThatIsAllowedIsShownTheAnswer() throws IOException {
        String asked = ask("OPTIONS", "/v1/kv/a", "Origin: " + CONSOLE, "Access-Control-Request-Method: PUT");
        assertThat(asked)
                .startsWith("http/1.1 200")
                .contains("access-control-allow-origin: " + CONSOLE + "\r\n", "vary: origin")
                .containsPattern("access-control-allow-methods: [^\r]*put")
                .containsPattern("access-control-allow-headers: [^\r]*if-match");
        String put = ask("PUT", "/v1/kv/a", "Origin: " + CONSOLE, "Content-Length: 0");
        assertThat(put)
                .startsWith("http/1.1 201")
                .contains("access-control-allow-origin: " + CONSOLE + "\r\n")
                .containsPattern("access-control-expose-headers: [^\r]*etag");
    }

    @Test
    void anotherIsNotAndChangesNothing() throws IOException {
        String origin = "Origin: https://evil.example";
        assertThat(ask("PUT", "/v1/kv/evil", origin, "Content-Length: 0")).startsWith("http/1.1 403");
        assertThat(ask("GET", "/v1/kv/evil", origin))
                .startsWith("http/1.1 404")
                .doesNotContain("access-control-allow-origin");
        assertThat(ask("OPTIONS", "/v1/kv/evil", origin, "Access-Control-Request-Method: PUT"))
                .doesNotContain("access-control-allow-origin");
    }

    /** A page that gives its own name this node's address is of the same origin to a browser. */
    @Test
    void whoAsksByAnotherNameIsNotAnswered() throws IOException {
        assertThat(askOf("evil.example:" + server.clientPort(), "GET", "/v1/kv/a"))
                .startsWith("http/1.1 421")
                .contains("--host-whitelist");
        assertThat(askOf("db.EXAMPLE", "GET", "/v1/kv/nothing")).startsWith("http/1.1 404");
    }

    @Test
    void theGatewayCanBeLeftOut() throws IOException {
        assertThat(ask("POST", "/v3/kv/range", "Content-Length: 2\r\n\r\n{}")).startsWith("http/1.1 404");
        assertThat(ask("GET", "/v1/kv/nothing")).contains("urn:kedge:key-not-found");
    }
}
