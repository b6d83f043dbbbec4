/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Prefer} header asks for (RFC 7240).
 *
 * @param waitMillis how long the answer may take, 0 for at once
 * @param representation whether a write's answer has the record written
 */
record Preferences(long waitMillis, boolean representation) {

    /** Longer waits are cut to this. */
    static final long WAIT_SECONDS_MAX = 300;

    static Preferences of(@Nullable String header) {
        long wait = 0;
        boolean representation = false;
        if (header != null) {
            for (String part : header.toLowerCase(Locale.ROOT).split("[,;]")) {
                String preference = part.trim();
                if (preference.startsWith("wait=")) {
                    wait = seconds(preference.substring("wait=".length()));
                } else if (preference.equals("return=representation")) {
                    representation = true;
                }
            }
        }
        return new Preferences(Math.min(wait, WAIT_SECONDS_MAX) * 1_000, representation);
    }

    private static long seconds(String text) {
        try {
            long seconds = Long.parseLong(text);
            if (seconds >= 0) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new BadRequestException("Prefer: wait= must be a number of seconds");
    }
}
