/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.client.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    @Test
    void versionNamesProgramApiAndJava() {
        Command.Result result = Command.run("version");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).matches("""
                kedge Version: \\d+\\.\\d+\\.\\d+\\S*
                etcd API Version: 3\\.6
                Java Version: \\S+
                """);
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "put", "get", "del", "watch", "version", "server", "dev"})
    void everyCommandHasHelp(String command) {
        Command.Result result = command.isEmpty() ? Command.run("--help") : Command.run(command, "--help");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith(("Usage: kedge " + command).strip()).contains("--help");
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "server --nonsense",
                "server --listen-client-urls http://127.0.0.1:1",
                "dev --cert-file x",
                "put onlykey",
                "get",
                "get k --prefix --from-key",
                "get k --keys-only --count",
                "get k -o yaml",
                "put k v --lease zz",
                "get k --timeout soon",
                "get k --endpoints https://a:1",
                "watch k --rev -1"
            })
    void wrongUseExitsWithTwo(String line) {
        Command.Result result = line.isEmpty() ? Command.run() : Command.run(line.split(" "));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isNotEmpty();
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"put k v", "get k", "del k", "watch k"})
    void nobodyThereIsSaidInOneSentence(String line) {
        String address = "127.0.0.1:" + TestServer.freePort();
        Command.Result result = Command.run((line + " --endpoints " + address).split(" "));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("kedge: nothing listens at " + address
                        + ": start a node with `kedge dev`, or name another address with --endpoints.\n");
        assertThat(result.out()).isEmpty();
    }
}
