/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.client.DeleteResult;
import io.kedge.client.KedgeClient;
import io.kedge.client.KeyRange;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes one key or a prefix. */
@Command(name = "del", description = "Delete a key, or all with a prefix, and print how many were deleted.")
final class DeleteCommand implements Callable<Integer> {

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Option(names = "--prefix", description = "Every key that starts with KEY; \"\" means every key.")
    private boolean prefix;

    @Option(names = "--prev-kv", description = "Also print the keys and values that were deleted.")
    private boolean previous;

    @Override
    public Integer call() {
        KeyRange range = prefix ? KeyRange.prefix(key) : KeyRange.single(key);
        try (KedgeClient connected = client.connect()) {
            DeleteResult result = connected.kv().delete(range, previous).await().indefinitely();
            Printer printer = new Printer();
            printer.line(String.valueOf(result.deleted()));
            result.previous().forEach(deleted -> {
                printer.line(deleted.key());
                printer.line(deleted.value());
            });
            printer.flush();
        }
        return 0;
    }
}
