/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.client.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String[] here(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--endpoints=" + server.endpoint());
        return all.toArray(String[]::new);
    }

    private static String ok(String... arguments) {
        Command.Result result = Command.run(here(arguments));
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        return result.out();
    }

    @Test
    void putGetDelete() {
        assertThat(ok("put", "a/1", "one")).isEqualTo("OK\n");
        assertThat(ok("put", "a/1", "eins", "--prev-kv")).isEqualTo("OK\na/1\none\n");
        assertThat(ok("put", "a/2", "two")).isEqualTo("OK\n");
        assertThat(ok("get", "a/1")).isEqualTo("a/1\neins\n");
        assertThat(ok("get", "a/", "--prefix", "--keys-only")).isEqualTo("a/1\na/2\n");
        assertThat(ok("get", "a/", "--prefix", "--value-only", "--limit", "1")).isEqualTo("eins\n");
        assertThat(ok("get", "a/2", "--from-key", "--count")).isEqualTo("1\n");
        assertThat(ok("get", "none")).isEmpty();
        assertThat(ok("get", "a/2", "-o", "json"))
                .matches("\\{\"revision\":\\d+,\"count\":1,\"more\":false,\"kvs\":\\[\\{\"key\":\"a/2\","
                        + "\"value\":\"two\",\"createRevision\":\\d+,"
                        + "\"modRevision\":\\d+,\"version\":1,\"lease\":\"0\"}]}\n");
        assertThat(ok("del", "a/", "--prefix", "--prev-kv")).isEqualTo("2\na/1\neins\na/2\ntwo\n");
        assertThat(ok("del", "a/1")).isEqualTo("0\n");
    }

    @Test
    void valuesComeFromStdinAndEndpointsFromTheEnvironment() {
        Map<String, String> environment = Map.of("KEDGE_ENDPOINTS", server.endpoint());
        byte[] value = "line\nwith \"quotes\" é".getBytes(StandardCharsets.UTF_8);
        assertThat(Command.run(environment, value, "put", "stdin", "-").exitCode())
                .isZero();
        Command.Result read = Command.run(environment, new byte[0], "get", "stdin", "--value-only");
        assertThat(read.out()).isEqualTo("line\nwith \"quotes\" é\n");
    }

    @Test
    void failuresAreOneSentenceWithTheCauseAndAnAdvice() {
        Command.Result noLease = Command.run(here("put", "k", "v", "--lease", "1a"));
        assertThat(noLease.exitCode()).isEqualTo(1);
        assertThat(noLease.err())
                .isEqualTo("kedge: etcdserver: requested lease not found: "
                        + "it has expired or never was; grant a new one.\n");
        Command.Result future = Command.run(here("get", "k", "--rev", "999999"));
        assertThat(future.exitCode()).isEqualTo(1);
        assertThat(future.err())
                .isEqualTo("kedge: etcdserver: mvcc: required revision is a future revision: leave out --rev, or ask"
                        + " for one that exists.\n");
    }

    @Test
    void watchPrintsALinePerEventAndEndsCleanly() {
        ok("put", "w/a", "first");
        try (Command watch = Command.start(here("watch", "w/", "--prefix", "--rev", "1", "--prev-kv"))) {
            watch.awaitOut("PUT\tw/a\tfirst\n");
            ok("put", "w/a", "second\nline");
            ok("del", "w/a");
            watch.awaitOut("DELETE");
            watch.interrupt();
            Command.Result end = watch.await();
            assertThat(end.out())
                    .isEqualTo("PUT\tw/a\tfirst\nPUT\tw/a\tsecond\\nline\tfirst\nDELETE\tw/a\t\tsecond\\nline\n");
            assertThat(end.err()).isEmpty();
            assertThat(end.exitCode()).isZero();
        }
    }

    @Test
    void watchTellsOfOutagesOnStderrAndGoesOn() {
        try (TestServer restarted = TestServer.start();
                Command watch =
                        Command.start("watch", "k", "-o", "json", "--rev", "1", "--endpoints", restarted.endpoint())) {
            Command.run("put", "k", "1", "--endpoints", restarted.endpoint());
            watch.awaitOut("\"value\":\"1\"");
            restarted.kill();
            watch.awaitErr("trying again");
            restarted.restart();
            Command.run("put", "k", "2", "--endpoints", restarted.endpoint());
            watch.awaitOut("\"value\":\"2\"");
            watch.interrupt();
            Command.Result end = watch.await();
            assertThat(end.exitCode()).isZero();
            assertThat(end.out())
                    .matches("(?s)\\{\"type\":\"PUT\",\"kv\":\\{\"key\":\"k\",.*}}\n\\{\"type\":\"PUT\".*}\n");
            assertThat(end.err()).contains("connected again, going on from revision");
        }
    }
}
