/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.client.KedgeClient;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How a command reaches the servers. */
final class ClientOptions {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Option(
            names = "--endpoints",
            split = ",",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:KEDGE_ENDPOINTS:-127.0.0.1:2379}",
            description =
                    "Members to talk to, separated by commas; also from KEDGE_ENDPOINTS (default: 127.0.0.1:2379).")
    private String[] endpoints = {};

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = TimeConverter.class,
            description = "How long to wait for an answer, like 500ms, 5s or 1m (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(5);

    Duration timeout() {
        return timeout;
    }

    /**
     * A client; a wrong endpoint is a usage error. A command goes round the endpoints once: whoever waits for a server
     * says so in a loop.
     */
    KedgeClient connect() {
        try {
            return KedgeClient.builder()
                    .endpoints(endpoints)
                    .timeout(timeout)
                    .connectTimeout(timeout)
                    .retryRounds(0)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(), "Invalid value for option '--endpoints': " + e.getMessage());
        }
    }

    /** Reads 500ms, 5s, 1m; a bare number is seconds. */
    static final class TimeConverter implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            try {
                Duration time;
                if (text.endsWith("ms")) {
                    time = Duration.ofMillis(number(text, 2));
                } else if (text.endsWith("m")) {
                    time = Duration.ofMinutes(number(text, 1));
                } else {
                    time = Duration.ofSeconds(number(text, text.endsWith("s") ? 1 : 0));
                }
                if (time.isZero() || time.isNegative() || time.compareTo(Duration.ofDays(1)) > 0) {
                    throw new TypeConversionException("'" + text + "' is not between 1ms and a day");
                }
                return time;
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a time like 500ms, 5s or 1m");
            }
        }

        private static long number(String text, int unitChars) {
            return Integer.parseInt(text.substring(0, text.length() - unitChars));
        }
    }
}
