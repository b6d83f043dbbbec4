/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench lease}: keep-alives. */
@Command(
        name = "lease",
        description = "Grants leases, then renews them in turn over long-lived streams.",
        mixinStandardHelpOptions = true)
final class LeaseCommand implements Callable<Integer> {

    @Mixin
    private EndpointOptions options = new EndpointOptions();

    @Option(names = "--leases", defaultValue = "10000", description = "leases (default ${DEFAULT-VALUE})")
    private int leases;

    @Option(
            names = {"-c", "--connections"},
            defaultValue = "10",
            description = "connections (default ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--streams",
            defaultValue = "100",
            description = "keep-alive streams over all connections (default ${DEFAULT-VALUE})")
    private int streams;

    @Override
    public Integer call() throws IOException {
        return options.report(options.generator().keepAlive(leases, connections, streams, options.timing()));
    }
}
