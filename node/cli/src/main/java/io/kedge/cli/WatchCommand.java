/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.client.Bytes;
import io.kedge.client.KedgeClient;
import io.kedge.client.KeyRange;
import io.kedge.client.KeyValue;
import io.kedge.client.WatchEvent;
import io.kedge.client.WatchOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints changes, one a line, until it is interrupted. */
@Command(
        name = "watch",
        description = "Print changes as they happen, one a line, until interrupted. Comes back after lost connections"
                + " and misses nothing; notes about that go to stderr.")
final class WatchCommand implements Callable<Integer> {

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Option(names = "--prefix", description = "Every key that starts with KEY; \"\" means every key.")
    private boolean prefix;

    @Option(names = "--rev", paramLabel = "REV", description = "Begin with this revision (default: from now on).")
    private long revision;

    @Option(names = "--prev-kv", description = "Also print the value that was replaced or deleted.")
    private boolean previous;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "TEXT",
            description = "text (type, key, value, replaced value, with tabs between) or json (default: text).")
    private Printer.Format format = Printer.Format.TEXT;

    private final Printer printer = new Printer();

    @Override
    public Integer call() {
        if (revision < 0) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--rev': it must not be negative");
        }
        WatchOptions options =
                WatchOptions.defaults().withFromRevision(revision).withPrevious(previous);
        try (KedgeClient connected = client.connect()) {
            connected.maintenance().status().await().indefinitely();
            Thread onInterrupt = new Thread(() -> Runtime.getRuntime().halt(0));
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            try {
                follow(connected, options);
            } finally {
                Runtime.getRuntime().removeShutdownHook(onInterrupt);
            }
        }
        return 0;
    }

    /**
     * Ends only by failure or interruption. Interruption is how a watch ends, so it is no failure; every line is
     * flushed already.
     */
    private void follow(KedgeClient connected, WatchOptions options) {
        connected
                .watch()
                .range(prefix ? KeyRange.prefix(key) : KeyRange.single(key), options)
                .invoke(this::show)
                .onItem()
                .ignoreAsUni()
                .await()
                .indefinitely();
    }

    private void show(WatchEvent event) {
        if (event instanceof WatchEvent.Put put) {
            change("PUT", put.keyValue(), put.previous());
        } else if (event instanceof WatchEvent.Delete delete) {
            KeyValue gone = new KeyValue(delete.key(), Bytes.EMPTY, 0, delete.revision(), 0, 0);
            change("DELETE", gone, delete.previous());
        } else if (event instanceof WatchEvent.Resynced resynced) {
            note("history up to revision " + resynced.revision() + " is compacted; changes after it follow");
        } else if (event instanceof WatchEvent.Disconnected lost) {
            note(lost.cause().text() + "; trying again");
        } else if (event instanceof WatchEvent.Reconnected again) {
            note("connected again, going on from revision " + again.revision());
        }
        printer.flush();
    }

    private void change(String type, KeyValue keyValue, Optional<KeyValue> replaced) {
        if (format == Printer.Format.JSON) {
            Json line = new Json().text("type", type).object("kv", Printer.json(keyValue));
            replaced.ifPresent(old -> line.object("prevKv", Printer.json(old)));
            printer.line(line.toString());
        } else {
            String line = type + "\t" + Printer.escaped(keyValue.key());
            boolean put = "PUT".equals(type);
            String value = put || replaced.isPresent() ? "\t" + Printer.escaped(keyValue.value()) : "";
            printer.line(line
                    + value
                    + replaced.map(old -> "\t" + Printer.escaped(old.value())).orElse(""));
        }
    }

    private void note(String text) {
        spec.commandLine().getErr().println("kedge: " + text + ".");
        spec.commandLine().getErr().flush();
    }
}
