/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code bench} command. */
@Command(
        name = "bench",
        description = "Drives any etcd v3 endpoint with load, and compares Kedge with etcd on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UnaryCommands.Put.class,
            UnaryCommands.Range.class,
            UnaryCommands.Txn.class,
            UnaryCommands.Mixed.class,
            WatchCommand.class,
            LeaseCommand.class,
            LoadCommand.class,
            CompareCommand.class
        })
public final class Bench {

    /** Errors were seen, or the work could not be done. */
    static final int FAILED = 1;

    private Bench() {}

    /** Exit code 0 if all went well, 1 if replies were wrong or the work failed, 2 for a wrong command line. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    command.getErr().println("bench: " + exception.getMessage());
                    return exception instanceof IllegalArgumentException ? 2 : FAILED;
                });
    }
}
