/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks;

import io.kedge.benchmarks.load.WatchShape;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench watch}: fan-out of puts to watchers. */
@Command(
        name = "watch",
        description = "Watchers and puts on their keys: deliveries per second and time from put to delivery.",
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {

    @Mixin
    private EndpointOptions options = new EndpointOptions();

    @Option(names = "--watchers", defaultValue = "100", description = "watchers (default ${DEFAULT-VALUE})")
    private int watchers;

    @Option(names = "--one-key", description = "all watch one key; otherwise each has its own")
    private boolean oneKey;

    @Option(
            names = "--per-stream",
            defaultValue = "1",
            description = "watches on each gRPC stream (default ${DEFAULT-VALUE})")
    private int perStream;

    @Option(
            names = {"-c", "--connections"},
            defaultValue = "10",
            description = "connections that carry the watch streams (default ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--in-flight",
            defaultValue = "32",
            description = "puts whose reply or deliveries are awaited, at most (default ${DEFAULT-VALUE})")
    private int inFlight;

    @Override
    public Integer call() throws IOException {
        WatchShape shape = new WatchShape(watchers, oneKey, perStream, inFlight);
        return options.report(
                options.generator().watch(shape, connections, options.keySpace(watchers), options.timing()));
    }
}
