/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import io.kedge.server.KedgeNode;
import io.kedge.server.NodeConfig;
import io.kedge.server.StartException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process around a node: starts it from flags, ends it on a signal, halts when it must not go on. */
public final class MemberProcess {

    /** Used wrongly, or something of the outside is in the way. */
    static final int USAGE = 2;

    private static final int FATAL = 1;
    private static final List<String> LEVELS = List.of("debug", "info", "warn", "error");

    private MemberProcess() {}

    /** Runs {@code kedge server} to its end; the exit code. */
    public static int run(String... arguments) {
        List<String> words = Arrays.asList(arguments);
        if (words.contains("--help") || words.contains("-h") || words.contains("-help")) {
            MemberHelp.print(System.out);
            return 0;
        }
        try {
            FlagValues values = FlagSources.read(words, System.getenv());
            if (Rehearsal.isOn()) {
                Rehearsal.moveToFreePort(values);
            }
            NodeConfig config = MemberConfig.of(values);
            setLogLevel(values);
            Logger log = LoggerFactory.getLogger(MemberProcess.class);
            values.warnings().forEach(log::warn);
            if (Rehearsal.isOn()) {
                return Rehearsal.run(config);
            }
            KedgeNode node = start(config);
            stopAtExit(node::stop, () -> {});
            node.removed().toCompletableFuture().join();
            return 0;
        } catch (UsageException | StartException e) {
            System.err.println("kedge: " + e.getMessage());
            return USAGE;
        }
    }

    /** Starts a node that halts the process with one line when it must not go on. */
    static KedgeNode start(NodeConfig config) throws StartException {
        return KedgeNode.start(config, (what, cause) -> {
            LoggerFactory.getLogger(MemberProcess.class).error("{}: {}; the process ends now", what, cause.toString());
            Runtime.getRuntime().halt(FATAL);
        });
    }

    /**
     * On SIGTERM, SIGINT or SIGHUP: does {@code stop}, then {@code afterwards}, and ends with exit code 0, since that
     * is how a node is meant to end.
     */
    static void stopAtExit(Runnable stop, Runnable afterwards) {
        Thread stopper = new Thread(
                () -> {
                    try {
                        LoggerFactory.getLogger(MemberProcess.class).info("stopping");
                        stop.run();
                        afterwards.run();
                        Runtime.getRuntime().halt(0);
                    } finally {
                        Runtime.getRuntime().halt(FATAL);
                    }
                },
                "kedge-stop");
        Runtime.getRuntime().addShutdownHook(stopper);
    }

    /** Takes effect only before the first logger is made. */
    static void setLogLevel(FlagValues values) throws UsageException {
        String level = values.text("log-level").toLowerCase(Locale.ROOT);
        if (level.equals("panic") || level.equals("fatal") || level.equals("dpanic")) {
            level = "error";
        }
        if (!LEVELS.contains(level)) {
            throw new UsageException("Invalid value \"" + level + "\" for --log-level: it must be one of "
                    + String.join(", ", LEVELS) + ".");
        }
        System.setProperty("kedge.log.level", level);
    }
}
