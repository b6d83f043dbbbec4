/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

/**
 * One flag of a member.
 *
 * @param name without dashes; the key in a configuration file, and upper-cased the environment variable
 * @param fallback the value when nobody gives one, and the one value that is always accepted
 * @param note for a used flag what it means, else why it is ignored or refused
 */
record Flag(String name, Kind kind, String fallback, Support support, String note) {

    /** The form of a value. */
    enum Kind {
        TEXT,
        /** A bare flag means true. */
        BOOL,
        /** A whole number, possibly negative. */
        NUMBER,
        /** Like 100ms, 5s or 1h30m. */
        TIME
    }

    /** What happens to a value other than the default. */
    enum Support {
        USED,
        /** Accepted with a warning, because a member without it does the same job. */
        IGNORED,
        /** Not accepted, because a member without it would do another job. */
        REFUSED
    }

    static final String ENVIRONMENT_PREFIX = "KEDGE_";

    String environmentName() {
        return ENVIRONMENT_PREFIX + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    }

    /** Whether the value may be parsed as this flag's kind; the sentence says which form is wanted. */
    void check(String value, String source) throws UsageException {
        boolean fits =
                switch (kind) {
                    case TEXT -> true;
                    case BOOL -> value.equals("true") || value.equals("false");
                    case NUMBER -> isNumber(value);
                    case TIME -> GoTime.isValid(value);
                };
        if (!fits) {
            String wanted =
                    switch (kind) {
                        case BOOL -> "true or false";
                        case NUMBER -> "a whole number";
                        default -> "a time like 100ms, 5s or 1h30m";
                    };
            throw new UsageException("Invalid value \"" + value + "\" for " + source + ": it must be " + wanted + ".");
        }
    }

    private static boolean isNumber(String value) {
        try {
            Long.parseLong(value);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
