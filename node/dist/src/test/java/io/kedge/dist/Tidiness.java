/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with one text; an empty list if nothing is. */
final class Tidiness {

    static final int COLUMNS_MAX = 120;

    private static final String FIRST_LINE = "/* SPDX-License-Identifier: Apache-2.0 */";
    private static final Pattern LATER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

    /** Parts joined here so that this file does not hold what it looks for. */
    private static final List<String> FOREIGN = List.of(
            "/wo" + "rk/",
            "/tmp/" + "wt",
            "repo.maven" + ".apache.org",
            "repo1.maven" + ".org",
            "central.sona" + "type.com",
            "registry.npm" + "js.org",
            "py" + "pi.org",
            "proxy.go" + "lang.org");

    private Tidiness() {}

    static List<String> firstLine(String text) {
        return text.startsWith(FIRST_LINE + "\n") ? List.of() : List.of("does not start with the licence line");
    }

    static List<String> longLines(String text) {
        List<String> found = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length() > COLUMNS_MAX) {
                found.add("line " + (i + 1) + " has " + lines.get(i).length() + " columns");
            }
        }
        return found;
    }

    static List<String> postponed(String text) {
        return LATER.matcher(text).results().map(hit -> "says " + hit.group()).toList();
    }

    static List<String> printing(String text) {
        return text.contains("System" + ".out") ? List.of("prints to standard output") : List.of();
    }

    static List<String> foreignWords(String text) {
        return FOREIGN.stream()
                .filter(text::contains)
                .map(word -> "mentions " + word)
                .toList();
    }

    static List<String> titles(String markdown) {
        long titles = withoutFences(markdown)
                .lines()
                .filter(line -> line.startsWith("# "))
                .count();
        return titles == 1 ? List.of() : List.of("has " + titles + " titles");
    }

    /** Links to files, seen from {@code file}, that lead nowhere. */
    static List<String> deadLinks(Path file, String markdown) {
        List<String> found = new ArrayList<>();
        Matcher link = LINK.matcher(withoutFences(markdown));
        while (link.find()) {
            String target = link.group(1).replaceFirst("#.*", "");
            boolean outside = target.matches("[a-z]+:.*") || target.isEmpty();
            if (!outside && !Files.exists(file.resolveSibling(target))) {
                found.add("links to " + target + ", which is not there");
            }
        }
        return found;
    }

    static List<String> nullMarks(String packageInfo) {
        return packageInfo.contains("@NullMarked") ? List.of() : List.of("is not @NullMarked");
    }

    private static String withoutFences(String markdown) {
        StringBuilder kept = new StringBuilder();
        boolean fenced = false;
        for (String line : markdown.lines().toList()) {
            if (line.strip().startsWith("```")) {
                fenced = !fenced;
            } else if (!fenced) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString();
    }

    /** Names of tests between backquotes: a class, or a class and a method. */
    static List<String> namedTests(String page) {
        return Pattern.compile("`([A-Z]\\w*Test(?:\\.\\w+)?)`")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
