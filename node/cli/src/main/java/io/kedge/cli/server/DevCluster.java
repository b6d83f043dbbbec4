/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import io.kedge.server.KedgeNode;
import io.kedge.server.NodeConfig;
import io.kedge.server.StartException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Several members in one process, on loopback, for {@code kedge dev --nodes N}. */
final class DevCluster {

    static final int MEMBERS_MAX = 7;

    private static final int FIRST_PORT = 2379;
    /** Between two members' ports, as etcd's own examples have it: 2379, 22379, 32379. */
    private static final int[] PORTS = {2379, 22379, 32379, 42379, 52379, 12379, 62379};

    private static final int SHIFTS_TRIED = 100;

    private final List<Integer> ports;
    private final List<NodeConfig> configs;
    private final List<KedgeNode> nodes = new ArrayList<>();

    private DevCluster(List<Integer> ports, List<NodeConfig> configs) {
        this.ports = ports;
        this.configs = configs;
    }

    /**
     * Configures {@code count} members whose data lies below {@code folder}; {@code words} and the environment as for
     * one member, but each member gets a URL of its own.
     */
    static DevCluster of(int count, List<String> words, Map<String, String> environment, Path folder)
            throws UsageException {
        List<Integer> ports = ports(count, FlagSources.read(words, environment));
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < count; i++) {
            members.append(i == 0 ? "" : ",").append(name(i)).append('=').append(peerUrl(ports.get(i)));
        }
        List<NodeConfig> configs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FlagValues values = FlagSources.read(words, environment);
            String client = "http://localhost:" + ports.get(i);
            set(values, "name", name(i));
            set(values, "data-dir", folder.resolve(name(i)).toString());
            set(values, "listen-client-urls", client);
            set(values, "advertise-client-urls", client);
            set(values, "listen-peer-urls", peerUrl(ports.get(i)));
            set(values, "initial-advertise-peer-urls", peerUrl(ports.get(i)));
            set(values, "initial-cluster", members.toString());
            set(values, "initial-cluster-state", "new");
            if (!values.isGiven("event-loops")) {
                set(values, "event-loops", "1");
            }
            configs.add(MemberConfig.of(values));
        }
        return new DevCluster(ports, configs);
    }

    private static String name(int member) {
        return "node" + (member + 1);
    }

    private static String peerUrl(int clientPort) {
        return "http://127.0.0.1:" + (clientPort + 1);
    }

    private static void set(FlagValues values, String flag, String value) throws UsageException {
        values.set(Flags.require(flag, flag), value, "--" + flag);
    }

    /** Those of --listen-client-urls, one a member; else etcd's, or the next that are free. Peers have the next one. */
    private static List<Integer> ports(int count, FlagValues values) throws UsageException {
        List<Integer> ports = new ArrayList<>();
        if (values.isGiven("listen-client-urls")) {
            for (String url : values.list("listen-client-urls")) {
                ports.add(Urls.hostPort(url, "listen-client-urls").port());
            }
            if (ports.size() != count) {
                throw new UsageException("With --nodes=" + count + ", --listen-client-urls must name " + count
                        + " URLs; each member's port for peers is the next one.");
            }
            return ports;
        }
        for (int shift = 0; shift < 2 * SHIFTS_TRIED; shift += 2) {
            ports.clear();
            for (int i = 0; i < count && areFree(PORTS[i] + shift); i++) {
                ports.add(PORTS[i] + shift);
            }
            if (ports.size() == count) {
                return ports;
            }
        }
        throw new UsageException("No free ports from " + FIRST_PORT + " on: name them with --listen-client-urls.");
    }

    private static boolean areFree(int port) {
        return Urls.isFree("127.0.0.1", port) && Urls.isFree("127.0.0.1", port + 1);
    }

    /** Starts all members at a time: none is ready without the others. */
    void start() throws StartException {
        List<CompletableFuture<KedgeNode>> starting = new ArrayList<>();
        for (NodeConfig config : configs) {
            starting.add(CompletableFuture.supplyAsync(() -> start(config), task -> new Thread(task).start()));
        }
        StartException failure = null;
        for (CompletableFuture<KedgeNode> each : starting) {
            try {
                nodes.add(each.join());
            } catch (CompletionException e) {
                failure = e.getCause() instanceof StartException known
                        ? known
                        : new StartException(String.valueOf(e.getCause()), e);
            }
        }
        if (failure != null) {
            stop();
            throw failure;
        }
    }

    private static KedgeNode start(NodeConfig config) {
        try {
            return MemberProcess.start(config);
        } catch (StartException e) {
            throw new CompletionException(e);
        }
    }

    /** Stops them one after the other, whoever leads handing over while it can. */
    void stop() {
        nodes.forEach(KedgeNode::stop);
    }

    /** The members' ports for clients. */
    List<Integer> ports() {
        return ports;
    }
}
