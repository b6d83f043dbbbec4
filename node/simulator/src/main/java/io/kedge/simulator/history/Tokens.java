/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import java.util.ArrayList;
import java.util.List;

/** One line of the text form, cut into words and quoted texts; a quoted text keeps its first quote as a mark. */
final class Tokens {

    private final String line;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    Tokens(String line) {
        this.line = line;
        int at = 0;
        while (at < line.length()) {
            if (line.charAt(at) == ' ') {
                at++;
            } else if (line.charAt(at) == '"') {
                at = quoted(at + 1);
            } else {
                int end = line.indexOf(' ', at);
                end = end < 0 ? line.length() : end;
                tokens.add(line.substring(at, end));
                at = end;
            }
        }
    }

    private int quoted(int from) {
        StringBuilder text = new StringBuilder("\"");
        for (int at = from; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                tokens.add(text.toString());
                return at + 1;
            }
            if (c == '\\' && at + 1 < line.length()) {
                at++;
                c = line.charAt(at) == 'n' ? '\n' : line.charAt(at);
            }
            text.append(c);
        }
        throw new IllegalArgumentException("a text without its end: " + line);
    }

    boolean hasMore() {
        return next < tokens.size();
    }

    String word() {
        if (!hasMore()) {
            throw new IllegalArgumentException("ends early: " + line);
        }
        return tokens.get(next++);
    }

    String text() {
        String token = word();
        if (!token.startsWith("\"")) {
            throw new IllegalArgumentException("a quoted text is expected, not " + token + ": " + line);
        }
        return token.substring(1);
    }

    long number() {
        return Long.parseLong(word());
    }

    /** The number after {@code name=}. */
    long number(String name) {
        String token = word();
        if (!token.startsWith(name + "=")) {
            throw new IllegalArgumentException(name + "= is expected, not " + token + ": " + line);
        }
        return Long.parseLong(token.substring(name.length() + 1));
    }

    /** Takes the next word if it is {@code word}. */
    boolean takes(String word) {
        boolean found = hasMore() && tokens.get(next).equals(word);
        next += found ? 1 : 0;
        return found;
    }

    /** Whether the next word begins with {@code start}; takes nothing. */
    boolean begins(String start) {
        return hasMore() && tokens.get(next).startsWith(start);
    }

    void expect(String word) {
        if (!takes(word)) {
            throw new IllegalArgumentException(word + " is expected: " + line);
        }
    }
}
