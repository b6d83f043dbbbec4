/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the text form of a history; throws {@link IllegalArgumentException} for any other text. */
public final class HistoryReader {

    private HistoryReader() {}

    /** Blank lines and lines that begin with {@code #} are skipped. */
    public static History read(String text) {
        TreeMap<Integer, Operation> operations = new TreeMap<>();
        for (String line : text.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                readLine(new Tokens(line), operations);
            }
        }
        return new History(new ArrayList<>(operations.values()));
    }

    private static void readLine(Tokens in, TreeMap<Integer, Operation> operations) {
        long time = in.number();
        String kind = in.word();
        int number = (int) in.number();
        if (kind.equals("call")) {
            int client = (int) in.number("client");
            Operation call = new Operation(number, client, time, Operation.NEVER, request(in), Outcome.UNKNOWN);
            if (operations.put(number, call) != null) {
                throw new IllegalArgumentException("called twice: " + number);
            }
            return;
        }
        Operation call = operations.get(number);
        if (call == null || !call.isUnknown()) {
            throw new IllegalArgumentException("an answer to no call: " + number);
        }
        Outcome outcome =
                switch (kind) {
                    case "ok" -> new Outcome.Ok(response(in));
                    case "failed" -> new Outcome.Failed(Reason.valueOf(in.word()));
                    default -> throw new IllegalArgumentException("neither a call nor an answer: " + kind);
                };
        operations.put(number, new Operation(number, call.client(), call.invokedAt(), time, call.request(), outcome));
    }

    private static Request request(Tokens in) {
        String kind = in.word();
        return switch (kind) {
            case "range" -> {
                KeySet keys = keys(in);
                long revision = in.begins("at=") ? in.number("at") : 0;
                yield new Request.Range(keys, revision, in.takes("serializable"));
            }
            case "put" -> new Request.Put(in.text(), in.text(), in.number("lease"));
            case "delete" -> new Request.Delete(keys(in));
            case "txn" -> {
                in.expect("if");
                List<Condition> conditions = list(in, HistoryReader::condition);
                in.expect("then");
                List<Request> success = list(in, HistoryReader::request);
                in.expect("else");
                yield new Request.Txn(conditions, success, list(in, HistoryReader::request));
            }
            case "grant" -> new Request.Grant(in.number());
            case "revoke" -> new Request.Revoke(in.number());
            case "compact" -> new Request.Compact(in.number());
            default -> throw new IllegalArgumentException("no request: " + kind);
        };
    }

    private static Response response(Tokens in) {
        String kind = in.word();
        long revision = in.number("rev");
        return switch (kind) {
            case "range" -> new Response.Range(revision, list(in, HistoryReader::item));
            case "put" -> new Response.Put(revision);
            case "delete" -> new Response.Delete(revision, in.number("deleted"));
            case "txn" -> {
                boolean succeeded = in.takes("then");
                if (!succeeded) {
                    in.expect("else");
                }
                yield new Response.Txn(revision, succeeded, list(in, HistoryReader::response));
            }
            case "grant" -> new Response.Grant(revision, in.number("lease"));
            case "revoke" -> new Response.Revoke(revision);
            case "compact" -> new Response.Compact(revision);
            default -> throw new IllegalArgumentException("no response: " + kind);
        };
    }

    private static KeySet keys(Tokens in) {
        return new KeySet(in.text(), in.takes("prefix"));
    }

    private static Condition condition(Tokens in) {
        Condition.Target target = Condition.Target.valueOf(in.word().toUpperCase(Locale.ROOT));
        String key = in.text();
        Condition.Relation relation = Condition.Relation.valueOf(in.word());
        return target == Condition.Target.VALUE
                ? Condition.value(key, relation, in.text())
                : Condition.number(key, target, relation, in.number());
    }

    private static Item item(Tokens in) {
        return new Item(
                in.text(), in.text(), in.number("create"), in.number("mod"), in.number("version"), in.number("lease"));
    }

    private static <T> List<T> list(Tokens in, Function<Tokens, T> element) {
        in.expect("[");
        List<T> elements = new ArrayList<>();
        if (in.takes("]")) {
            return elements;
        }
        do {
            elements.add(element.apply(in));
        } while (in.takes(";"));
        in.expect("]");
        return elements;
    }
}
