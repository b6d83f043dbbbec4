/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks;

import io.kedge.benchmarks.compare.Comparison;
import io.kedge.benchmarks.compare.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench compare}: Kedge against etcd. */
@Command(
        name = "compare",
        description = {
            "Runs Kedge and etcd in alternation on this machine, each start with a fresh data directory,",
            "and writes a Markdown table with PASS or MISS beside each aim."
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

    @Option(
            names = "--repository",
            paramLabel = "DIR",
            defaultValue = "${sys:bench.repository:-.}",
            description = "the checkout whose distribution is measured (default: this one)")
    private Path repository = Path.of(".");

    @Option(
            names = "--kedge-command",
            paramLabel = "COMMAND",
            description = "what starts Kedge (default: node/dist/target/kedge/bin/kedge server); flags are appended")
    private String kedgeCommand = "";

    @Option(
            names = "--etcd",
            paramLabel = "PATH",
            defaultValue = "etcd",
            description = "the etcd binary (default ${DEFAULT-VALUE})")
    private String etcd = "etcd";

    @Option(
            names = "--members",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = {
                "1 for single servers; 3 or 5 for clusters of so many members, on rows of their own",
                "(default ${DEFAULT-VALUE})"
            })
    private int members;

    @Option(names = "--rounds", defaultValue = "3", description = "rounds (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", description = "measured time of a row (default 10; 5 for clusters)")
    private double seconds;

    @Option(
            names = {"--warm-up", "--warmup"},
            paramLabel = "SECONDS",
            description = "discarded load on either server after each start (default 8; 40 for clusters)")
    private double warmupSeconds = -1;

    @Option(
            names = "--rows",
            paramLabel = "NAME",
            split = ",",
            description = {
                "only these: ready, cold, h2load-put, h2load-range, put, range, txn, mixed, watch, lease, million,",
                "or one shape such as put-c10m100 or watch-1000-one-key;",
                "of clusters: put, put-leader, range-leader, range-follower, mixed, fail-over, catch-up"
            })
    private List<String> rows = List.of();

    @Option(names = "--full", description = "every row and round at full length, however long it takes")
    private boolean full;

    @Option(
            names = "--max-minutes",
            paramLabel = "MINUTES",
            description = "measure for less time, or fewer rounds, to end by then (default 25; 20 for clusters)")
    private double minutesMax;

    @Option(
            names = "--loaded-keys",
            paramLabel = "COUNT",
            defaultValue = "1000000",
            description = "keys of the row million (default ${DEFAULT-VALUE})")
    private int loadedKeys;

    @Option(
            names = "--catch-up-mib",
            paramLabel = "MIB",
            defaultValue = "1024",
            description = "data of the row catch-up (default ${DEFAULT-VALUE})")
    private int catchUpMib;

    @Option(
            names = "--work-dir",
            paramLabel = "DIR",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "where data directories are made; a real disk (default ${DEFAULT-VALUE})")
    private Path workDirectory = Path.of("");

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "where the table goes (default: node/benchmarks/results)")
    private String results = "";

    @Override
    public Integer call() throws IOException {
        if (members < 1 || members % 2 == 0) {
            throw new IllegalArgumentException("--members is odd: 1, 3 or 5");
        }
        boolean isCluster = members > 1;
        Path root = repository.toAbsolutePath().normalize();
        List<String> kedge = kedgeCommand.isBlank()
                ? List.of(root.resolve("node/dist/target/kedge/bin/kedge").toString(), "server")
                : List.of(kedgeCommand.strip().split("\\s+", -1));
        Settings settings = new Settings(
                members,
                rounds,
                seconds > 0 ? seconds : isCluster ? 5 : 10,
                warmupSeconds >= 0 ? warmupSeconds : isCluster ? 40 : 8,
                rows,
                full,
                minutesMax > 0 ? minutesMax : isCluster ? 20 : 25,
                loadedKeys,
                catchUpMib,
                workDirectory,
                root,
                results.isBlank() ? root.resolve("node/benchmarks/results") : Path.of(results));
        System.out.println(new Comparison(settings, kedge, List.of(etcd), System.err).run());
        return 0;
    }
}
