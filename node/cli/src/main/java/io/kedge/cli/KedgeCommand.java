/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.spi.CommandProvider;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The root command. A new command is a class and an entry in {@code subcommands}; only what comes with a jar that may
 * be left out is looked up, and only when something else than one of these is asked for.
 */
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

    /** The parser for a line that begins with {@code first}. */
    static CommandLine commandLine(String first) {
        CommandLine line = new CommandLine(new KedgeCommand());
        if (!line.getSubcommands().containsKey(first)) {
            ServiceLoader.load(CommandProvider.class).forEach(found -> line.addSubcommand(found.command()));
        }
        return line.setExecutionExceptionHandler(Failures::handle)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setAbbreviatedOptionsAllowed(false);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }
}
