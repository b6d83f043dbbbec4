/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import java.util.Map;

/** Times as etcd's flags take them: numbers with units, one after the other, like 1h30m. */
final class GoTime {

    private static final Map<String, Double> UNIT_MILLIS =
            Map.of("ns", 1e-6, "us", 1e-3, "ms", 1.0, "s", 1e3, "m", 6e4, "h", 3.6e6);

    private GoTime() {}

    static boolean isValid(String text) {
        try {
            millis(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Milliseconds, rounded down. Throws IllegalArgumentException when the text is no time; a bare number is none but
     * 0.
     */
    static long millis(String text) {
        if (text.equals("0")) {
            return 0;
        }
        double sum = 0;
        int at = 0;
        while (at < text.length()) {
            int unit = at;
            while (unit < text.length() && (Character.isDigit(text.charAt(unit)) || text.charAt(unit) == '.')) {
                unit++;
            }
            int end = unit;
            while (end < text.length() && Character.isLetter(text.charAt(end))) {
                end++;
            }
            Double factor = UNIT_MILLIS.get(text.substring(unit, end));
            if (factor == null || unit == at) {
                throw new IllegalArgumentException(text);
            }
            sum += Double.parseDouble(text.substring(at, unit)) * factor;
            at = end;
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException(text);
        }
        return (long) sum;
    }
}
