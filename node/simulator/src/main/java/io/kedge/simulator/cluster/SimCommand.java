/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kedge sim}: one simulated cluster, told line by line. */
@Command(
        name = "sim",
        description = {
            "Simulate a cluster under faults, from a seed, and check all it does.",
            "The shipped replica, log and store run on simulated time, network and disks. First come the events with",
            "faults; then all faults end, and within a minute everybody must agree, write and read.",
            "Shown are what clients asked and were told, who leads, what broke and what was changed; with --all, every",
            "event. The last line says how it went: exit code 0 if all was sound, 1 if something was found."
        })
final class SimCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = "--seed",
            required = true,
            description = "What everything is drawn from: the same seed, the same run.")
    private long seed;

    @Option(
            names = "--events",
            defaultValue = "10000",
            description = "Events with faults; more, if clients were too slow. (default: ${DEFAULT-VALUE})")
    private int events;

    @Option(
            names = "--profile",
            defaultValue = "SWARM",
            description = "Which faults: ${COMPLETION-CANDIDATES}. (default: ${DEFAULT-VALUE}: drawn from the seed)")
    private Profile profile = Profile.SWARM;

    @Option(names = "--all", description = "Show every event.")
    private boolean all;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show only the last line.")
    private boolean quiet;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        long began = System.nanoTime();
        try {
            ClusterSimulation simulation = new ClusterSimulation(seed, profile, ClusterMember::new, reader(out));
            if (!quiet) {
                out.println("plan: " + simulation.plan());
            }
            ClusterTotals totals = simulation.run(events);
            out.printf(
                    "seed %d: sound in %d s of simulated time (%.1f s): %s%n",
                    seed,
                    simulation.schedule().nowNanos() / 1_000_000_000L,
                    (System.nanoTime() - began) / 1e9,
                    totals);
            return 0;
        } catch (ClusterFailure failure) {
            out.printf(
                    "seed %d: VIOLATION %s, at event %d: %s%n",
                    seed, failure.phase(), failure.event(), failure.getCause());
            return 1;
        } finally {
            out.flush();
        }
    }

    private Consumer<String> reader(PrintWriter out) {
        if (quiet) {
            return line -> {};
        }
        return line -> {
            if (all || line.contains(ClusterWorld.NOTE)) {
                out.println(line);
            }
        };
    }
}
