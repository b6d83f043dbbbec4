/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.v2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows of node/docs/http-v2.md, the only differences that the tests accept; each must be seen in a run. */
final class V2Differences {

    private static final Pattern ROW = Pattern.compile("\\| ([a-z][a-z0-9-]+) \\|.*");

    private final Set<String> known = new TreeSet<>();
    private final Set<String> unseen;

    V2Differences() {
        Path page = Path.of(System.getProperty("basedir", "."), "../docs/http-v2.md");
        boolean inTable = false;
        try {
            for (String line : Files.readAllLines(page)) {
                Matcher row = ROW.matcher(line);
                if (line.startsWith("| id |")) {
                    inTable = true;
                } else if (!line.startsWith("|")) {
                    inTable = false;
                } else if (inTable && row.matches()) {
                    known.add(row.group(1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        unseen = new TreeSet<>(known);
    }

    /** Says that the servers differ just as the row tells. */
    void seen(String row) {
        if (!known.contains(row)) {
            throw new AssertionError("http-v2.md has no row " + row);
        }
        unseen.remove(row);
    }

    Set<String> unseen() {
        return unseen;
    }
}
