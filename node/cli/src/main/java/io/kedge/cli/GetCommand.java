/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.client.GetOptions;
import io.kedge.client.KedgeClient;
import io.kedge.client.KeyRange;
import io.kedge.client.KeyValue;
import io.kedge.client.RangeResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads one key or a range. */
@Command(name = "get", description = "Print a key and its value, or those of a range; nothing when there is none.")
final class GetCommand implements Callable<Integer> {

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "KEY", description = "The key.")
    private String key = "";

    @ArgGroup
    private final Reach reach = new Reach();

    @ArgGroup
    private final Part part = new Part();

    @Option(names = "--limit", paramLabel = "N", description = "At most N keys; 0 means all (default: 0).")
    private long limit;

    @Option(names = "--rev", paramLabel = "REV", description = "Read the store as it was at this revision.")
    private long revision;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "TEXT",
            description = "text or json (default: text).")
    private Printer.Format format = Printer.Format.TEXT;

    /** Which keys. */
    static final class Reach {
        @Option(names = "--prefix", description = "Every key that starts with KEY; \"\" means every key.")
        private boolean prefix;

        @Option(names = "--from-key", description = "KEY and every key after it.")
        private boolean fromKey;
    }

    /** What of them. */
    static final class Part {
        @Option(names = "--keys-only", description = "Print only the keys.")
        private boolean keysOnly;

        @Option(names = "--value-only", description = "Print only the values.")
        private boolean valueOnly;

        @Option(names = "--count", description = "Print only how many keys there are.")
        private boolean count;
    }

    @Override
    public Integer call() {
        GetOptions options = GetOptions.defaults()
                .withLimit(limit)
                .withRevision(revision)
                .withKeysOnly(part.keysOnly)
                .withCountOnly(part.count);
        try (KedgeClient connected = client.connect()) {
            RangeResult result =
                    connected.kv().getRange(range(), options).await().indefinitely();
            Printer printer = new Printer();
            if (format == Printer.Format.JSON) {
                printer.line(new Json()
                        .number("revision", result.revision())
                        .number("count", result.count())
                        .flag("more", result.more())
                        .list(
                                "kvs",
                                result.keyValues().stream().map(Printer::json).toList())
                        .toString());
            } else {
                text(printer, result);
            }
            printer.flush();
        }
        return 0;
    }

    private KeyRange range() {
        if (reach.prefix) {
            return KeyRange.prefix(key);
        }
        return reach.fromKey ? KeyRange.from(key) : KeyRange.single(key);
    }

    private void text(Printer printer, RangeResult result) {
        if (part.count) {
            printer.line(String.valueOf(result.count()));
        }
        for (KeyValue found : result.keyValues()) {
            if (!part.valueOnly) {
                printer.line(found.key());
            }
            if (!part.keysOnly) {
                printer.line(found.value());
            }
        }
    }
}
