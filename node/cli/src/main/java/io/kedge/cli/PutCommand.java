/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.client.Bytes;
import io.kedge.client.KedgeClient;
import io.kedge.client.PutOptions;
import io.kedge.client.PutResult;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Puts one key. */
@Command(name = "put", description = "Put a key.")
final class PutCommand implements Callable<Integer> {

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Parameters(paramLabel = "VALUE", description = "The value; - reads it from stdin, byte for byte.")
    private String value = "";

    @Option(
            names = "--lease",
            paramLabel = "ID",
            converter = LeaseConverter.class,
            description = "Attach the key to this lease (hexadecimal).")
    private long lease;

    @Option(names = "--prev-kv", description = "Also print the key and value that were replaced.")
    private boolean previous;

    @Override
    public Integer call() throws IOException {
        Bytes content = "-".equals(value) ? Bytes.of(System.in.readAllBytes()) : Bytes.of(value);
        PutOptions options = new PutOptions(lease, previous);
        try (KedgeClient connected = client.connect()) {
            PutResult result =
                    connected.kv().put(Bytes.of(key), content, options).await().indefinitely();
            Printer printer = new Printer();
            printer.line("OK");
            result.previous().ifPresent(replaced -> {
                printer.line(replaced.key());
                printer.line(replaced.value());
            });
            printer.flush();
        }
        return 0;
    }

    /** Lease ids are written in hexadecimal, as etcdctl does. */
    static final class LeaseConverter implements ITypeConverter<Long> {

        @Override
        public Long convert(String text) {
            try {
                return Long.parseUnsignedLong(text.startsWith("0x") ? text.substring(2) : text, 16);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a lease id in hexadecimal");
            }
        }
    }
}
