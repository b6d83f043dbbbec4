/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks;

import io.kedge.benchmarks.load.Generator;
import io.kedge.benchmarks.load.KeySpace;
import io.kedge.benchmarks.load.Outcome;
import io.kedge.benchmarks.load.Timing;
import java.net.InetSocketAddress;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** Options of every command that drives one endpoint, and how its outcome is printed. */
final class EndpointOptions {

    @Option(
            names = "--endpoint",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:2379",
            description = "plaintext client port of the server (default ${DEFAULT-VALUE})")
    private String endpoint = "127.0.0.1:2379";

    @Option(names = "--server-pid", paramLabel = "PID", description = "print this process's CPU per request too")
    private long serverPid;

    @Option(names = "--seconds", defaultValue = "10", description = "measured time (default ${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "discarded time before it (default ${DEFAULT-VALUE})")
    private double warmupSeconds;

    @Option(names = "--keys", defaultValue = "100000", description = "number of keys (default ${DEFAULT-VALUE})")
    private int keys;

    @Option(
            names = "--key-size",
            paramLabel = "BYTES",
            defaultValue = "15",
            description = "size of a key (default ${DEFAULT-VALUE})")
    private int keyBytes;

    @Option(
            names = "--value-size",
            paramLabel = "BYTES",
            defaultValue = "64",
            description = "size of a value (default ${DEFAULT-VALUE})")
    private int valueBytes;

    @Option(names = "--seed", defaultValue = "1", description = "of the random keys (default ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--json", description = "print the result as one line of JSON")
    private boolean json;

    Generator generator() {
        int colon = endpoint.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("--endpoint is HOST:PORT, not " + endpoint);
        }
        InetSocketAddress address =
                new InetSocketAddress(endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
        return new Generator(address, serverPid == 0 ? OptionalLong.empty() : OptionalLong.of(serverPid), seed);
    }

    KeySpace keySpace() {
        return new KeySpace(keys, keyBytes, valueBytes);
    }

    KeySpace keySpace(int count) {
        return new KeySpace(count, keyBytes, valueBytes);
    }

    Timing timing() {
        return new Timing(warmupSeconds, seconds);
    }

    /** Prints the outcome and returns the exit code. */
    int report(Outcome outcome) {
        System.out.println(json ? outcome.json() : outcome.text());
        return outcome.errors() == 0 ? 0 : Bench.FAILED;
    }
}
