/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

/** Times to live as people write them: {@code 60}, {@code 60s}, {@code 5m}, {@code 2h}. */
final class Ttl {

    private Ttl() {}

    /** In seconds, at least 1. */
    static long seconds(String text) {
        long factor = 1;
        String digits = text;
        if (!text.isEmpty()) {
            char unit = text.charAt(text.length() - 1);
            factor = unit == 'h' ? 3_600 : unit == 'm' ? 60 : 1;
            digits = unit == 's' || unit == 'm' || unit == 'h' ? text.substring(0, text.length() - 1) : text;
        }
        try {
            long seconds = Math.multiplyExact(Long.parseLong(digits), factor);
            if (seconds > 0) {
                return seconds;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Told below.
        }
        throw new BadRequestException("a time to live is written 60, 60s, 5m or 2h, not \"" + text + "\"");
    }
}
