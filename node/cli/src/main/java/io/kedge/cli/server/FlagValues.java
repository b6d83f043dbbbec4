/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was asked for, from wherever it came; flags nobody gave have their defaults. */
final class FlagValues {

    private final Map<String, String> given = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    /** Takes a value, the last one winning. {@code source} is how the person wrote it, for sentences. */
    void set(Flag flag, String value, String source) throws UsageException {
        flag.check(value, source);
        boolean asDefault = value.equals(flag.fallback());
        if (!asDefault && flag.support() == Flag.Support.REFUSED) {
            throw new UsageException(source + " is not supported: " + flag.note() + ".");
        }
        if (!asDefault && flag.support() == Flag.Support.IGNORED) {
            warnings.add(source + " has no effect: " + flag.note() + ".");
        }
        given.put(flag.name(), value);
    }

    void warn(String sentence) {
        warnings.add(sentence);
    }

    List<String> warnings() {
        return warnings;
    }

    boolean isGiven(String name) {
        return given.containsKey(name);
    }

    String text(String name) {
        String value = given.get(name);
        return value == null ? Flags.find(name).orElseThrow().fallback() : value;
    }

    /** Comma-separated parts without blanks around them; none for an empty text. */
    List<String> list(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : text(name).split(",", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    /** A number within bounds, both included. */
    long number(String name, long least, long most) throws UsageException {
        long value = Long.parseLong(text(name));
        if (value < least || value > most) {
            throw new UsageException("Invalid value " + value + " for --" + name + ": it must be between " + least
                    + " and " + most + ".");
        }
        return value;
    }

    boolean bool(String name) {
        return Boolean.parseBoolean(text(name));
    }

    long millis(String name) {
        return GoTime.millis(text(name));
    }
}
