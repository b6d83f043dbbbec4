/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The text form of a history: one line for each call and each answer, in the order of their times.
 *
 * <pre>
 * 10 call 0 client=1 put "a" "1" lease=0
 * 14 ok 0 put rev=2
 * 15 call 1 client=2 txn if [ mod "a" EQUAL 2 ] then [ put "a" "2" lease=0 ] else [ range "a" ]
 * 19 call 2 client=1 range "" prefix
 * 21 failed 2 NOT_APPLIED
 * </pre>
 *
 * A call without an answer is of unknown outcome.
 */
final class HistoryPrinter {

    private record Line(long time, boolean call, int number, String text) {}

    private HistoryPrinter() {}

    static String print(History history) {
        List<Line> lines = new ArrayList<>();
        for (Operation operation : history.operations()) {
            int number = operation.number();
            lines.add(new Line(operation.invokedAt(), true, number, call(operation)));
            if (operation.outcome() instanceof Outcome.Ok ok) {
                lines.add(new Line(operation.returnedAt(), false, number, "ok " + number + " " + text(ok.response())));
            } else if (operation.outcome() instanceof Outcome.Failed failed) {
                String line = "failed " + number + " " + failed.reason();
                lines.add(new Line(operation.returnedAt(), false, number, line));
            }
        }
        // Of one instant first the calls: that is how it is read.
        lines.sort(Comparator.comparingLong(Line::time)
                .thenComparing(line -> !line.call())
                .thenComparingInt(Line::number));
        return lines.stream()
                .map(line -> line.time() + " " + line.text() + "\n")
                .collect(Collectors.joining());
    }

    private static String call(Operation operation) {
        return "call " + operation.number() + " client=" + operation.client() + " " + text(operation.request());
    }

    static String text(Request request) {
        if (request instanceof Request.Range range) {
            return "range " + text(range.keys())
                    + (range.revision() == 0 ? "" : " at=" + range.revision())
                    + (range.serializable() ? " serializable" : "");
        } else if (request instanceof Request.Put put) {
            return "put " + quote(put.key()) + " " + quote(put.value()) + " lease=" + put.leaseId();
        } else if (request instanceof Request.Delete delete) {
            return "delete " + text(delete.keys());
        } else if (request instanceof Request.Txn txn) {
            return "txn if " + list(txn.conditions(), HistoryPrinter::text)
                    + " then " + list(txn.success(), HistoryPrinter::text)
                    + " else " + list(txn.failure(), HistoryPrinter::text);
        } else if (request instanceof Request.Grant grant) {
            return "grant " + grant.leaseId();
        } else if (request instanceof Request.Revoke revoke) {
            return "revoke " + revoke.leaseId();
        }
        return "compact " + ((Request.Compact) request).revision();
    }

    static String text(Response response) {
        String revision = "rev=" + response.revision();
        if (response instanceof Response.Range range) {
            return "range " + revision + " " + list(range.items(), HistoryPrinter::text);
        } else if (response instanceof Response.Put) {
            return "put " + revision;
        } else if (response instanceof Response.Delete delete) {
            return "delete " + revision + " deleted=" + delete.deleted();
        } else if (response instanceof Response.Txn txn) {
            return "txn " + revision + (txn.succeeded() ? " then " : " else ")
                    + list(txn.responses(), HistoryPrinter::text);
        } else if (response instanceof Response.Grant grant) {
            return "grant " + revision + " lease=" + grant.leaseId();
        } else if (response instanceof Response.Revoke) {
            return "revoke " + revision;
        }
        return "compact " + revision;
    }

    private static String text(KeySet keys) {
        return quote(keys.key()) + (keys.prefix() ? " prefix" : "");
    }

    private static String text(Condition condition) {
        String wanted = condition.target() == Condition.Target.VALUE
                ? quote(condition.text())
                : Long.toString(condition.number());
        return condition.target().name().toLowerCase(Locale.ROOT) + " " + quote(condition.key()) + " "
                + condition.relation() + " " + wanted;
    }

    private static String text(Item item) {
        return quote(item.key()) + " " + quote(item.value()) + " create=" + item.createRevision() + " mod="
                + item.modRevision() + " version=" + item.version() + " lease=" + item.leaseId();
    }

    private static <T> String list(List<T> elements, Function<T, String> text) {
        return elements.isEmpty() ? "[ ]" : elements.stream().map(text).collect(Collectors.joining(" ; ", "[ ", " ]"));
    }

    private static String quote(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
