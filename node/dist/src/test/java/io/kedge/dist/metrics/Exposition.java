/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server's {@code /metrics} holds: every family with its type, label names and, of a histogram, bounds. */
public final class Exposition {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:0-9]+)(?:\\{(.*)\\})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_0-9]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final List<String> PARTS = List.of("_bucket", "_sum", "_count");

    /** One family; two are equal when a dashboard cannot tell them apart. */
    public record Family(String type, TreeSet<String> labels, TreeSet<Double> bounds) {
        @Override
        public String toString() {
            return type + labels + (bounds.isEmpty() ? "" : " with " + bounds.size() + " bounds " + bounds);
        }
    }

    private final Map<String, Family> families = new TreeMap<>();
    private final List<String> strange = new ArrayList<>();

    public static Exposition parse(String text) {
        Exposition parsed = new Exposition();
        text.lines().filter(line -> !line.isBlank()).forEach(parsed::line);
        return parsed;
    }

    public Map<String, Family> families() {
        return families;
    }

    /** Lines that are not of the text format, or samples of no family. */
    public List<String> strange() {
        return strange;
    }

    private void line(String line) {
        Matcher type = TYPE.matcher(line);
        if (type.matches()) {
            families.put(type.group(1), new Family(type.group(2), new TreeSet<>(), new TreeSet<>()));
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        Family family = sample.matches() ? familyOf(sample.group(1)) : null;
        if (family != null) {
            Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
            while (label.find()) {
                if (label.group(1).equals("le")) {
                    family.bounds().add(bound(label.group(2)));
                } else {
                    family.labels().add(label.group(1));
                }
            }
        } else if (!line.startsWith("# HELP ")) {
            strange.add(line);
        }
    }

    private Family familyOf(String sample) {
        Family own = families.get(sample);
        for (int i = 0; own == null && i < PARTS.size(); i++) {
            if (sample.endsWith(PARTS.get(i))) {
                own = families.get(
                        sample.substring(0, sample.length() - PARTS.get(i).length()));
            }
        }
        return own;
    }

    private static double bound(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
