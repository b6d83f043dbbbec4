/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The meters of etcd that the table in differences.md leaves out; a name may end in a star. */
public record LeftOutMeters(Set<String> patterns) {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z_*]+)` \\|.*");

    public static LeftOutMeters read() throws IOException {
        Set<String> patterns = new LinkedHashSet<>();
        for (String line : Files.readAllLines(Path.of(System.getProperty("basedir", "."), "../docs/differences.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                patterns.add(row.group(1));
            }
        }
        assertThat(patterns).as("meters that differences.md leaves out").isNotEmpty();
        return new LeftOutMeters(patterns);
    }

    public boolean contains(String name) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                        : name.equals(pattern));
    }
}
