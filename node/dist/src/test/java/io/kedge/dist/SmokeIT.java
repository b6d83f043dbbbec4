/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Command;
import io.kedge.dist.support.Ports;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The distribution as a person uses it: endpoints, commands, exit codes, restart. */
class SmokeIT {
    private static final Duration END_LIMIT = Duration.ofSeconds(30);
    private static final int METRICS_PORT = Ports.free();
    private static final String KEDGE = ServerBinary.underTest().family() == ServerBinary.Family.KEDGE
            ? ServerBinary.underTest().command().get(0)
            : "";

    private static ServerUnderTest server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        org.junit.jupiter.api.Assumptions.assumeFalse(KEDGE.isEmpty(), "it is about Kedge alone");
        server = ServerUnderTest.start(
                ServerBinary.underTest(), "--listen-metrics-urls", "http://127.0.0.1:" + METRICS_PORT);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static Command.Result client(String... words) {
        List<String> line = new ArrayList<>(List.of(KEDGE));
        line.addAll(List.of(words));
        line.addAll(List.of("--endpoints", "127.0.0.1:" + server.clientPort()));
        return Command.of(line).run();
    }

    @Test
    void healthAndProbesSayOk() throws IOException, InterruptedException {
        HttpResponse<String> health = server.get("/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).isEqualTo("{\"health\":\"true\",\"reason\":\"\"}");
        assertThat(health.headers().firstValue("content-type")).contains("application/json");
        assertThat(server.get("/health?serializable=true").statusCode()).isEqualTo(200);
        assertThat(server.get("/livez").body()).isEqualTo("ok\n");
        assertThat(server.get("/livez?verbose").body()).isEqualTo("[+]serializable_read ok\nok\n");
        assertThat(server.get("/readyz?verbose").body())
                .contains("[+]data_corruption ok\n", "[+]linearizable_read ok\n")
                .endsWith("ok\n");
        assertThat(server.get("/readyz/linearizable_read").statusCode()).isEqualTo(200);
        assertThat(server.get("/readyz/nothing").statusCode()).isEqualTo(404);
        assertThat(server.get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void versionIsThatOfTheEtcdItSpeaks() throws IOException, InterruptedException {
        assertThat(server.get("/version").body())
                .matches("\\{\"etcdserver\":\"3\\.6\\.\\d+\",\"etcdcluster\":\"3\\.6\\.0\",\"storage\":\"3\\.6\\.0\"}");
    }

    @Test
    void metricsAreOnBothPorts() throws IOException, InterruptedException {
        String[] names = {"etcd_server_has_leader", "etcd_disk_wal_fsync_duration_seconds_bucket", "process_open_fds"};
        assertThat(server.get("/metrics").body()).contains(names);
        for (String path : List.of("/metrics", "/health")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + METRICS_PORT + path))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void keysArePutReadWatchedAndDeleted() {
        String watched = "smoke-watched";
        try (Command.Running watch = Command.of(
                        KEDGE, "watch", watched, "--rev", "1", "--endpoints", "127.0.0.1:" + server.clientPort())
                .start()) {
            assertThat(client("put", watched, "one").ok().out()).isEqualTo("OK\n");
            watch.awaitOut("PUT\t" + watched + "\tone\n");
            assertThat(client("get", watched).ok().out()).contains("one\n");
            client("del", watched).ok();
            watch.awaitOut("DELETE\t" + watched + "\n");
            watch.interrupt();
            assertThat(watch.finish(END_LIMIT).exit()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "dev", "put", "get", "del", "watch", "version", "sim"})
    void everyCommandHasHelp(String command) {
        Command.Result help = Command.of(KEDGE, command, "--help").run().ok();
        assertThat(help.out()).startsWith("Usage: kedge " + command).contains("--help");
    }

    @Test
    void aClusterIsSimulated() {
        Command.Result run =
                Command.of(KEDGE, "sim", "--seed", "1", "--events", "2000").run().ok();
        assertThat(run.out()).contains("leads term").contains("seed 1: sound");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"server --nonsense", "server --cert-file=x", "server --election-timeout=1", "nonsense", "put"})
    void wrongUseEndsWithTwo(String line) {
        List<String> words = new ArrayList<>(List.of(KEDGE));
        words.addAll(List.of(line.split(" ")));
        Command.Result result = Command.of(words).run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(2);
        assertThat(result.err()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void takenPortEndsWithTwoAndNamesIt() {
        Command.Result result =
                Command.of(serverOn(server.clientPort(), folder)).run();
        assertThat(result.exit()).as(result.toString()).isEqualTo(2);
        assertThat(result.err())
                .contains("Cannot listen on 127.0.0.1:" + server.clientPort())
                .doesNotContain("\tat ");
    }

    @Test
    void lockedAndUnusableDataDirectoriesEndWithTwo() {
        try (ServerUnderTest other =
                ServerUnderTest.startInMemory(ServerBinary.underTest(), "--data-dir", folder.toString())) {
            Command.Result locked = Command.of(serverOn(Ports.free(), folder)).run();
            assertThat(other.alive()).isTrue();
            assertThat(locked.exit()).as(locked.toString()).isEqualTo(2);
            assertThat(locked.err()).contains(folder.toString()).doesNotContain("\tat ");
        }
        Command.Result unusable =
                Command.of(serverOn(Ports.free(), Path.of("/proc/none"))).run();
        assertThat(unusable.exit()).as(unusable.toString()).isEqualTo(2);
        assertThat(unusable.err()).contains("/proc/none").doesNotContain("\tat ");
    }

    @Test
    void restartKeepsDataAndTermEndsCleanly() {
        try (ServerUnderTest own = ServerUnderTest.start(ServerBinary.underTest())) {
            String endpoint = "127.0.0.1:" + own.clientPort();
            Command.of(KEDGE, "put", "kept", "here", "--endpoints", endpoint)
                    .run()
                    .ok();
            own.stop();
            assertThat(own.logTail(3)).contains("stopping");
            own.restart();
            assertThat(Command.of(KEDGE, "get", "kept", "--endpoints", endpoint)
                            .run()
                            .ok()
                            .out())
                    .contains("here");
        }
    }

    @Test
    void signalsEndAServerWithZero() {
        for (boolean interrupt : new boolean[] {true, false}) {
            try (Command.Running running =
                    Command.of(serverOn(Ports.free(), folder)).start()) {
                io.kedge.dist.support.Await.until(
                        END_LIMIT, running::err, () -> running.err().contains("ready to serve client requests"));
                if (interrupt) {
                    running.interrupt();
                } else {
                    running.terminate();
                }
                Command.Result ended = running.finish(END_LIMIT);
                assertThat(ended.exit()).as(ended.toString()).isZero();
                assertThat(ended.err()).doesNotContain("\tat ");
            }
        }
    }

    private static List<String> serverOn(int port, Path dataDir) {
        String url = "http://127.0.0.1:" + port;
        return List.of(
                KEDGE,
                "server",
                "--data-dir",
                dataDir.toString(),
                "--listen-client-urls",
                url,
                "--advertise-client-urls",
                url);
    }
}
