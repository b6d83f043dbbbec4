/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BenchTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Bench.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "range", "txn", "mixed", "watch", "lease", "load", "compare"})
    void everyCommandHasHelp(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: bench " + command).contains("--seconds");
    }

    @Test
    void anUnknownOptionIsNamed() {
        assertThat(run("put", "--speed=9")).isEqualTo(2);
        assertThat(err.toString()).contains("--speed=9");
    }

    @Test
    void aWrongEndpointIsNamed() {
        assertThat(run("put", "--endpoint", "nowhere")).isEqualTo(2);
        assertThat(err.toString()).contains("--endpoint is HOST:PORT, not nowhere");
    }

    @Test
    void anUnknownRowIsNamed() {
        assertThat(run("compare", "--rows", "teapot", "--kedge-command", "true", "--etcd", "true"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("teapot");
    }
}
