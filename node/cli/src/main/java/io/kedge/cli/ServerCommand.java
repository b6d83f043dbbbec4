/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.server.KedgeNode;
import io.kedge.server.NodeConfig;
import io.kedge.server.NodeConfig.HostPort;
import io.kedge.server.NodeConfig.InitialMember;
import io.kedge.server.StartException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one member. */
@Command(name = "server", description = "Runs one member of a cluster.")
final class ServerCommand implements Callable<Integer> {

    @Mixin
    private final HelpOption help = new HelpOption();

    @Option(names = "--name", defaultValue = "default")
    private String name = "default";

    @Option(names = "--data-dir")
    private String dataDir = "";

    @Option(names = "--listen-client-urls", split = ",", defaultValue = "http://localhost:2379")
    private List<String> listenClientUrls = new ArrayList<>();

    @Option(names = "--advertise-client-urls", split = ",", defaultValue = "http://localhost:2379")
    private List<String> advertiseClientUrls = new ArrayList<>();

    @Option(names = "--listen-peer-urls", split = ",", defaultValue = "http://localhost:2380")
    private List<String> listenPeerUrls = new ArrayList<>();

    @Option(names = "--initial-advertise-peer-urls", split = ",", defaultValue = "http://localhost:2380")
    private List<String> peerUrls = new ArrayList<>();

    @Option(names = "--initial-cluster")
    private String initialCluster = "";

    @Override
    public Integer call() throws InterruptedException {
        System.setProperty("kedge.log.level", "INFO");
        Path dir = Path.of(dataDir.isEmpty() ? name + ".etcd" : dataDir);
        List<HostPort> listeners = new ArrayList<>();
        for (String url : listenClientUrls) {
            URI uri = URI.create(url);
            listeners.add(new HostPort(uri.getHost(), uri.getPort()));
        }
        NodeConfig base = NodeConfig.single(dir, 0, 0);
        NodeConfig config = new NodeConfig(
                name,
                dir,
                listeners,
                advertiseClientUrls,
                peerUrls,
                List.of(new InitialMember(name, peerUrls)),
                "etcd-cluster",
                base.heartbeatMillis(),
                base.electionMillis(),
                0,
                base.maxTxnOps(),
                base.maxRequestBytes(),
                base.maxConcurrentStreams(),
                base.progressNotifyMillis(),
                base.autoCompaction(),
                List.of(),
                List.of("grpc"),
                0);
        KedgeNode node;
        try {
            node = KedgeNode.start(config, (what, cause) -> {
                System.err.println("kedge: " + what + ": " + cause);
                cause.printStackTrace();
                Runtime.getRuntime().halt(1);
            });
        } catch (StartException e) {
            System.err.println("kedge: " + e.getMessage());
            return 2;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            node.stop();
            stopped.countDown();
        }));
        stopped.await();
        return 0;
    }
}
