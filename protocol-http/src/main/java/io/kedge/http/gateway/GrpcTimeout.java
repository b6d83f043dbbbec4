/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code Grpc-Timeout}: up to eight digits and a unit. */
final class GrpcTimeout {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,8})([HMSmun])");

    private GrpcTimeout() {}

    /**
     * In milliseconds; 0 for no header, negative for a time that has passed as it is shorter than a millisecond.
     *
     * @throws BadJsonException if it is not of that form
     */
    static long millis(@Nullable String header) throws BadJsonException {
        if (header == null) {
            return 0;
        }
        Matcher matcher = FORM.matcher(header);
        if (!matcher.matches()) {
            throw new BadJsonException("invalid grpc-timeout: " + header);
        }
        long number = Long.parseLong(matcher.group(1));
        long millis =
                switch (matcher.group(2).charAt(0)) {
                    case 'H' -> number * 3_600_000;
                    case 'M' -> number * 60_000;
                    case 'S' -> number * 1_000;
                    case 'm' -> number;
                    case 'u' -> number / 1_000;
                    default -> number / 1_000_000;
                };
        return millis == 0 ? -1 : millis;
    }
}
