/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.server.NodeConfig;
import io.kedge.server.NodeConfig.AutoCompaction;
import io.kedge.server.NodeConfig.HostPort;
import io.kedge.spi.WebOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberConfigTest {

    @TempDir
    Path folder;

    private NodeConfig config(String... arguments) throws UsageException {
        List<String> words = new ArrayList<>(List.of("--data-dir=" + folder.resolve("data")));
        words.addAll(List.of(arguments));
        return MemberConfig.of(FlagSources.read(words, Map.of()));
    }

    @Test
    void defaultsAreThoseOfEtcd() throws UsageException {
        NodeConfig config = MemberConfig.of(FlagSources.read(List.of(), Map.of()));
        assertThat(config.name()).isEqualTo("default");
        assertThat(config.dataDir()).isEqualTo(Path.of("default.etcd"));
        assertThat(config.clientListeners()).contains(new HostPort("127.0.0.1", 2379));
        assertThat(config.clientUrls()).containsExactly("http://localhost:2379");
        assertThat(config.peerUrls()).containsExactly("http://localhost:2380");
        assertThat(config.clusterToken()).isEqualTo("etcd-cluster");
        assertThat(config.heartbeatMillis()).isEqualTo(100);
        assertThat(config.electionMillis()).isEqualTo(1000);
        assertThat(config.effectiveQuotaBytes()).isEqualTo(2L << 30);
        assertThat(config.maxTxnOps()).isEqualTo(128);
        assertThat(config.maxRequestBytes()).isEqualTo(1_572_864);
        assertThat(config.maxConcurrentStreams()).isEqualTo(4_294_967_295L);
        assertThat(config.progressNotifyMillis()).isEqualTo(600_000);
        assertThat(config.autoCompaction().isOff()).isTrue();
        assertThat(config.metricsListeners()).isEmpty();
        assertThat(config.protocols()).containsExactly("grpc", "http");
        assertThat(config.web()).isEqualTo(WebOptions.DEFAULTS);
    }

    @Test
    void pagesAndNamesThatAreLetIn() throws UsageException {
        NodeConfig config = config(
                "--cors=https://a.example, http://b.example:8080",
                "--host-whitelist=DB.example,localhost",
                "--enable-grpc-gateway=false");
        assertThat(config.web())
                .isEqualTo(new WebOptions(
                        Set.of("https://a.example", "http://b.example:8080"),
                        Set.of("db.example", "localhost"),
                        false));
        assertThat(config("--cors=*").web().origins()).containsExactly("*");
        for (String wrong : List.of("a.example", "https://a.example/", "https://")) {
            assertThatThrownBy(() -> config("--cors=" + wrong)).hasMessageContaining("an origin is * or such as");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "periodic, 1, false, 3600000",
        "periodic, 30m, false, 1800000",
        "periodic, 1h30m, false, 5400000",
        "revision, 1000, true, 1000",
        "periodic, 0, false, 0"
    })
    void compactionByItselfIsReadAsEtcdDoes(String mode, String retention, boolean byRevision, long value)
            throws UsageException {
        AutoCompaction read = config("--auto-compaction-mode=" + mode, "--auto-compaction-retention=" + retention)
                .autoCompaction();
        assertThat(read).isEqualTo(new AutoCompaction(byRevision, value));
    }

    @Test
    void aClusterOfSeveralIsReadInOrder() throws UsageException {
        NodeConfig config = config(
                "--name=b",
                "--initial-cluster=a=http://a.example:2380,b=http://b.example:2380,c=http://c.example:2380",
                "--initial-advertise-peer-urls=http://b.example:2380",
                "--listen-peer-urls=http://0.0.0.0:2380");
        assertThat(config.initialCluster())
                .containsExactly(
                        new NodeConfig.InitialMember("a", List.of("http://a.example:2380")),
                        new NodeConfig.InitialMember("b", List.of("http://b.example:2380")),
                        new NodeConfig.InitialMember("c", List.of("http://c.example:2380")));
        assertThat(config.peerListeners()).containsExactly(new HostPort("0.0.0.0", 2380));
    }

    @Test
    void listenersAreAddresses() throws UsageException {
        NodeConfig config = config(
                "--listen-client-urls=http://0.0.0.0:1,http://[::]:2",
                "--advertise-client-urls=http://a.example:1",
                "--listen-metrics-urls=http://127.0.0.1:3");
        assertThat(config.clientListeners()).containsExactly(new HostPort("0.0.0.0", 1), new HostPort("::", 2));
        assertThat(config.metricsListeners()).containsExactly(new HostPort("127.0.0.1", 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--listen-client-urls=http://127.0.0.1:1|needs --advertise-client-urls",
                "--advertise-client-urls=https://127.0.0.1:1|TLS is not part of this version",
                "--advertise-client-urls=127.0.0.1:1|Invalid URL",
                "--advertise-client-urls=http://127.0.0.1|it must name a host and a port",
                "--advertise-client-urls=http://127.0.0.1:1/path|it must end with the port",
                "--listen-metrics-urls=http://a.example:1|a place to listen is an IP address or localhost",
                "--election-timeout=499|must be at least 5 times --heartbeat-interval",
                "--election-timeout=50001|must be between 1 and 50000",
                "--max-txn-ops=0|must be between 1 and",
                "--initial-cluster=other=http://localhost:2380|does not contain this member's --name, default",
                "--initial-cluster=default=http://localhost:9|contradict each other",
                "--initial-cluster=default|must be like NAME=http://HOST:PORT",
                "--initial-cluster=default=http://localhost:2380,b=http://localhost:2380|http://localhost:2380 twice",
                "--initial-cluster-state=old|must be new or existing",
                "--initial-cluster-state=existing|needs --initial-cluster, as",
                "--auto-compaction-mode=never|must be periodic or revision",
                "--auto-compaction-retention=soon|a number of hours or a time like 30m",
                "--log-level=info --name=|must not be empty"
            })
    void contradictionsAreSaidInASentence(String line, String part) {
        assertThatThrownBy(() -> config(line.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(part)
                .hasMessageEndingWith(".");
    }

    @Test
    void existingDataWinsOverInitialFlags() throws UsageException, IOException {
        Files.createDirectories(folder.resolve("data/member/wal"));
        NodeConfig config = config("--initial-cluster=other=http://localhost:9", "--initial-cluster-state=existing");
        assertThat(config.initialCluster()).hasSize(1);
    }
}
