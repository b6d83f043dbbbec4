/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagSourcesTest {

    @TempDir
    Path folder;

    private static FlagValues read(String... arguments) throws UsageException {
        return FlagSources.read(List.of(arguments), Map.of());
    }

    @Test
    void everyFormOfAFlagIsTaken() throws UsageException {
        assertThat(read("--name=a").text("name")).isEqualTo("a");
        assertThat(read("--name", "a").text("name")).isEqualTo("a");
        assertThat(read("-name", "a").text("name")).isEqualTo("a");
        assertThat(read("-name=a=b").text("name")).isEqualTo("a=b");
        assertThat(read("--name=a", "--name=b").text("name")).isEqualTo("b");
        assertThat(read().text("name")).isEqualTo("default");
        assertThat(read("--quota-backend-bytes", "-1").text("quota-backend-bytes"))
                .isEqualTo("-1");
    }

    @Test
    void bareBooleanIsTrueAndEatsNoWord() throws UsageException {
        FlagValues values = read("--enable-pprof", "--name", "a");
        assertThat(values.text("enable-pprof")).isEqualTo("true");
        assertThat(values.text("name")).isEqualTo("a");
        assertThat(read("--pre-vote=false").text("pre-vote")).isEqualTo("false");
    }

    @Test
    void experimentalNamesStandForWhatTheyBecame() throws UsageException {
        assertThat(read("--experimental-watch-progress-notify-interval=5s").millis("watch-progress-notify-interval"))
                .isEqualTo(5_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--data-dri=x|Unknown flag --data-dri; did you mean --data-dir?",
                "--zzzzzzzzzzzz|Unknown flag --zzzzzzzzzzzz: see kedge server --help.",
                "--name|The flag --name needs a value.",
                "start|Unexpected word \"start\": a member takes flags alone, see kedge server --help.",
                "--heartbeat-interval=fast|Invalid value \"fast\" for --heartbeat-interval: it must be a whole number.",
                "--pre-vote=maybe|Invalid value \"maybe\" for --pre-vote: it must be true or false.",
                "--cert-file=x|--cert-file is not supported: TLS for clients is not part of this version; put the port behind a "
                        + "TLS proxy or on loopback.",
                "--auth-token=jwt|--auth-token is not supported: users and roles are not part of this version.",
            })
    void wrongUseIsSaidInASentence(String argument, String sentence) {
        assertThatThrownBy(() -> read(argument))
                .isInstanceOf(UsageException.class)
                .hasMessage(sentence);
    }

    @Test
    void harmlessFlagsWarnUnlessAtTheirDefault() throws UsageException {
        assertThat(read("--logger=zap", "--snapshot-count=10000", "--force-new-cluster=false")
                        .warnings())
                .isEmpty();
        assertThat(read("--snapshot-count=5").warnings())
                .containsExactly("--snapshot-count has no effect: the log is cut and merged by size.");
    }

    @Test
    void environmentStandsForFlagsAndMustNotContradictThem() throws UsageException {
        Map<String, String> environment = Map.of("KEDGE_DATA_DIR", "/x", "KEDGE_JAVA_OPTS", "-Xmx1g", "PATH", "/bin");
        FlagValues values = FlagSources.read(List.of("--name=a"), environment);
        assertThat(values.text("data-dir")).isEqualTo("/x");
        assertThat(values.warnings()).isEmpty();
        assertThatThrownBy(() -> FlagSources.read(List.of("--data-dir=/y"), environment))
                .hasMessage("Conflicting environment variable KEDGE_DATA_DIR is shadowed by the flag --data-dir:"
                        + " unset the variable or leave out the flag.");
        assertThat(FlagSources.read(List.of(), Map.of("KEDGE_NONSENSE", "1")).warnings())
                .containsExactly("The environment variable KEDGE_NONSENSE is none of kedge's.");
    }

    @Test
    void fileReplacesFlagsAndEnvironment() throws UsageException, IOException {
        Path file = file("# a comment\nname: filed\nheartbeat-interval: 50\npre-vote: false\nlisten-metrics-urls:\n");
        FlagValues values = FlagSources.read(List.of("--name=a", "--config-file=" + file), Map.of("KEDGE_NAME", "b"));
        assertThat(values.text("name")).isEqualTo("filed");
        assertThat(values.number("heartbeat-interval", 0, 100)).isEqualTo(50);
        assertThat(values.isGiven("listen-metrics-urls")).isFalse();
        assertThat(FlagSources.read(List.of(), Map.of("KEDGE_CONFIG_FILE", file.toString()))
                        .text("name"))
                .isEqualTo("filed");
    }

    @Test
    void emptyFileIsAllDefaults() throws UsageException, IOException {
        assertThat(read("--config-file=" + file("")).text("name")).isEqualTo("default");
    }

    @Test
    void unknownKeyIsNamedWithItsLine() throws IOException {
        Path file = file("name: a\n\nfoo: 3\n");
        assertThatThrownBy(() -> read("--config-file=" + file)).hasMessage("Unknown key foo in " + file + ", line 3.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client-transport-security:\n  cert-file: x\n",
                "name: [a]\n",
                "- a\n",
                "name: {\n",
                "cert-file: x\n"
            })
    void whatAFileMustNotHoldIsRefused(String text) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> read("--config-file=" + file))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("\n");
    }

    @Test
    void missingFileIsSaid() {
        Path file = folder.resolve("none.yaml");
        assertThatThrownBy(() -> read("--config-file=" + file))
                .hasMessage("The configuration file " + file + " does not exist.");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("kedge.yaml"), text);
    }
}
