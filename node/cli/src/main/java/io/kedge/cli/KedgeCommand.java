/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command. A new command is a class and an entry in {@code subcommands}; nothing is looked up at run time. */
@Command(
        name = "kedge",
        description = "A coordination store for the JVM and the edge that etcd's own clients can drive.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PutCommand.class,
            GetCommand.class,
            DeleteCommand.class,
            WatchCommand.class,
            VersionCommand.class,
            ServerCommand.class,
            DevCommand.class
        })
final class KedgeCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @CommandLine.Mixin
    private final HelpOption help = new HelpOption();

    static CommandLine commandLine() {
        return new CommandLine(new KedgeCommand())
                .setExecutionExceptionHandler(Failures::handle)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setAbbreviatedOptionsAllowed(false);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }
}
