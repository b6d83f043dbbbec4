/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.ServerBinary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows of node/docs/differences.md, which are the only differences that the test accepts.
 *
 * <p>A row holds what etcd 3.4, etcd 3.6 and Kedge do. It is in force when the two servers of a run are said to behave
 * differently, or when it says that one server behaves in either way; {@link KnownDifference} then judges replies by
 * it. A row that no code knows is an error, and so is one in force that nothing used.
 */
final class Differences {
    private static final String LIKE_36 = "as 3.6";
    private static final String EITHER = "either ";

    /** One row of the table. */
    record Row(String id, String request, String etcd34, String etcd36, String kedge, String reason) {
        String behaviour(ServerBinary server) {
            String text =
                    switch (server.family()) {
                        case KEDGE -> kedge;
                        case ETCD -> server.version().equals("3.4") ? etcd34 : etcd36;
                    };
            return text.equals(LIKE_36) ? etcd36 : text;
        }
    }

    private final Set<KnownDifference> inForce = EnumSet.noneOf(KnownDifference.class);
    private final Set<KnownDifference> mustBeUsed = EnumSet.noneOf(KnownDifference.class);
    private final Set<KnownDifference> used = EnumSet.noneOf(KnownDifference.class);
    private final boolean referenceIsNewer;

    Differences(Path table, ServerBinary reference, ServerBinary tested) {
        referenceIsNewer = reference.version().compareTo(tested.version()) > 0;
        for (Row row : read(table, "id")) {
            KnownDifference known = KnownDifference.byId(row.id());
            String expected = row.behaviour(reference);
            String actual = row.behaviour(tested);
            boolean moody = expected.startsWith(EITHER) || actual.startsWith(EITHER);
            if (moody || !expected.equals(actual)) {
                inForce.add(known);
            }
            if (!moody && !expected.equals(actual)) {
                mustBeUsed.add(known);
            }
        }
    }

    /** Whether a row in force explains the two outcomes. */
    synchronized boolean allows(Step step, Outcome reference, Outcome tested) {
        Outcome older = referenceIsNewer ? tested : reference;
        Outcome newer = referenceIsNewer ? reference : tested;
        return use(known -> known.explains(step, older, newer));
    }

    /** Whether a row in force explains the two lists of a watch. */
    synchronized boolean allowsEvents(List<WatchTally.Item> reference, List<WatchTally.Item> tested) {
        List<WatchTally.Item> older = referenceIsNewer ? tested : reference;
        List<WatchTally.Item> newer = referenceIsNewer ? reference : tested;
        return use(known -> known.explainsEvents(older, newer));
    }

    /** Rows on which the two servers differ and that nothing used. */
    synchronized Set<String> unused() {
        Set<String> ids = new LinkedHashSet<>();
        mustBeUsed.stream().filter(known -> !used.contains(known)).forEach(known -> ids.add(known.id()));
        return ids;
    }

    synchronized Set<KnownDifference> inForce() {
        return inForce.isEmpty() ? EnumSet.noneOf(KnownDifference.class) : EnumSet.copyOf(inForce);
    }

    private boolean use(java.util.function.Predicate<KnownDifference> judge) {
        for (KnownDifference known : inForce) {
            if (judge.test(known)) {
                used.add(known);
                return true;
            }
        }
        return false;
    }

    /** Reads the Markdown table whose first column has this name. */
    static List<Row> read(Path file, String firstColumn) {
        List<Row> rows = new ArrayList<>();
        boolean inTable = false;
        for (String line : lines(file)) {
            if (!line.startsWith("|")) {
                inTable = false;
                continue;
            }
            List<String> cells = Arrays.stream(
                            line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|"))
                    .map(String::trim)
                    .toList();
            if (cells.get(0).equals(firstColumn)) {
                inTable = true;
            } else if (inTable && !cells.get(0).startsWith("--")) {
                if (cells.size() != 6) {
                    throw new IllegalArgumentException("six columns are wanted in: " + line);
                }
                rows.add(new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5)));
            }
        }
        return rows;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
