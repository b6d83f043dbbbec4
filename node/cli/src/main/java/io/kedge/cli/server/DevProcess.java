/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import io.kedge.server.KedgeNode;
import io.kedge.server.NodeConfig;
import io.kedge.server.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of {@code kedge dev}: a node for trying things out, gone with its data when it ends. */
public final class DevProcess {

    private static final int CLIENT_PORT = 2379;
    private static final String NODES = "--nodes";
    private static final int PORTS_TRIED = 100;

    private DevProcess() {}

    /** Runs {@code kedge dev} to its end; the exit code. */
    public static int run(String... arguments) {
        List<String> words = Arrays.asList(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            help();
            return 0;
        }
        Optional<Path> temporary = Optional.empty();
        try {
            int nodes = nodes(words);
            if (nodes > 1) {
                return runCluster(nodes, withoutNodes(words));
            }
            FlagValues values = FlagSources.read(withoutNodes(words), System.getenv());
            int port = choosePort(values);
            if (!values.isGiven("log-level")) {
                set(values, "log-level", "warn");
            }
            MemberProcess.setLogLevel(values);
            if (!values.isGiven("data-dir")) {
                temporary = Optional.of(Files.createTempDirectory("kedge-dev"));
                set(values, "data-dir", temporary.get().toString());
            }
            NodeConfig config = MemberConfig.of(values);
            Logger log = LoggerFactory.getLogger(DevProcess.class);
            values.warnings().forEach(log::warn);
            KedgeNode node = MemberProcess.start(config);
            Optional<Path> doomed = temporary;
            MemberProcess.stopAtExit(node::stop, () -> {
                doomed.ifPresent(DevProcess::deleteTree);
                System.out.println("The development node has ended.");
                System.out.flush();
            });
            new DevScreen(List.of(port), config.dataDir(), doomed.isPresent()).print(System.out);
            Thread.currentThread().join();
            return 0;
        } catch (UsageException | StartException | IOException e) {
            temporary.ifPresent(DevProcess::deleteTree);
            System.err.println("kedge: " + e.getMessage());
            return MemberProcess.USAGE;
        } catch (InterruptedException e) {
            return 1;
        }
    }

    /** Several members, gone with their data when the process ends, unless --data-dir says where to keep it. */
    private static int runCluster(int count, List<String> words)
            throws UsageException, StartException, IOException, InterruptedException {
        FlagValues values = FlagSources.read(words, System.getenv());
        if (!values.isGiven("log-level")) {
            set(values, "log-level", "warn");
        }
        MemberProcess.setLogLevel(values);
        boolean temporary = !values.isGiven("data-dir");
        Path folder = temporary ? Files.createTempDirectory("kedge-dev") : Path.of(values.text("data-dir"));
        Runnable cleaning = temporary ? () -> deleteTree(folder) : () -> {};
        try {
            DevCluster cluster = DevCluster.of(count, words, System.getenv(), folder);
            cluster.start();
            MemberProcess.stopAtExit(cluster::stop, () -> {
                cleaning.run();
                System.out.println("The development nodes have ended.");
                System.out.flush();
            });
            new DevScreen(cluster.ports(), folder, temporary).print(System.out);
        } catch (UsageException | StartException e) {
            cleaning.run();
            throw e;
        }
        Thread.currentThread().join();
        return 0;
    }

    /** What --nodes says, 1 if it is not there. */
    private static int nodes(List<String> words) throws UsageException {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean joined = word.startsWith(NODES + "=");
            if (joined || word.equals(NODES)) {
                String next = i + 1 < words.size() ? words.get(i + 1) : "";
                String value = joined ? word.substring(NODES.length() + 1) : next;
                if (!value.matches("[1-9]") || Integer.parseInt(value) > DevCluster.MEMBERS_MAX) {
                    throw new UsageException("Invalid value \"" + value + "\" for --nodes: it must be between 1 and "
                            + DevCluster.MEMBERS_MAX + ".");
                }
                return Integer.parseInt(value);
            }
        }
        return 1;
    }

    private static List<String> withoutNodes(List<String> words) {
        List<String> rest = new ArrayList<>(words);
        int at = rest.indexOf(NODES);
        if (at >= 0) {
            rest.subList(at, at + 2).clear();
        }
        rest.removeIf(word -> word.startsWith(NODES + "="));
        return rest;
    }

    /** etcd's ports, or the next pair that is free; flags win. */
    private static int choosePort(FlagValues values) throws UsageException {
        if (values.isGiven("listen-client-urls")) {
            List<NodeConfig.HostPort> given = Urls.listeners(values, "listen-client-urls");
            return given.isEmpty() ? CLIENT_PORT : given.get(0).port();
        }
        int port = CLIENT_PORT;
        while (!Urls.isFree("127.0.0.1", port) || !Urls.isFree("127.0.0.1", port + 1)) {
            port += 2;
            if (port > CLIENT_PORT + 2 * PORTS_TRIED) {
                throw new UsageException("No free pair of ports from " + CLIENT_PORT
                        + " on: name one with --listen-client-urls" + " and --advertise-client-urls.");
            }
        }
        set(values, "listen-client-urls", "http://localhost:" + port);
        set(values, "advertise-client-urls", "http://localhost:" + port);
        set(values, "listen-peer-urls", "http://localhost:" + (port + 1));
        set(values, "initial-advertise-peer-urls", "http://localhost:" + (port + 1));
        return port;
    }

    private static void set(FlagValues values, String flag, String value) throws UsageException {
        values.set(Flags.require(flag, flag), value, "--" + flag);
    }

    private static void deleteTree(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println("kedge: " + root + " could not be removed: " + e.getMessage());
        }
    }

    private static void help() {
        System.out.println("Usage: kedge dev [--FLAG=VALUE ...]");
        System.out.println(
                "Run a development node in the foreground, until Ctrl-C. It takes the ports 2379 and 2380, or the "
                        + "next");
        System.out.println("free ones, and keeps its data in a temporary folder that is removed at the end.");
        System.out.println("  -h, --help");
        System.out.println("        Show this help and exit.");
        System.out.println("  --nodes");
        System.out.println("        Run a cluster of so many members in this process, by default 1; three take");
        System.out.println("        the ports 2379, 22379 and 32379, or the next free ones.");
        System.out.println("  --data-dir");
        System.out.println("        Keep the data in this folder instead, and do not remove it.");
        System.out.println("Every other flag of kedge server is taken as well.");
    }
}
