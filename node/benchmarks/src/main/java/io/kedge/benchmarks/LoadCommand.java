/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks;

import io.kedge.benchmarks.load.Shape;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench load}: every key once. */
@Command(name = "load", description = "Writes every key once, in order.", mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {

    @Mixin
    private EndpointOptions options = new EndpointOptions();

    @Option(
            names = {"-c", "--connections"},
            defaultValue = "10",
            description = "connections (default ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = {"-m", "--streams"},
            defaultValue = "100",
            description = "concurrent calls on each (default ${DEFAULT-VALUE})")
    private int streams;

    @Override
    public Integer call() throws IOException {
        return options.report(options.generator().load(new Shape(connections, streams), options.keySpace()));
    }
}
