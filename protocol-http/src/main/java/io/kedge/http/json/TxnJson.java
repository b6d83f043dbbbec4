/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.json;

import io.kedge.model.Compare;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.OpResult;
import io.kedge.model.PutRequest;
import io.kedge.model.PutResult;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Transactions in JSON: {@code {"if":[...],"then":[...],"else":[...]}}. All methods throw {@link
 * io.kedge.http.json.BadJsonException} for what they do not understand.
 */
public final class TxnJson {

    private static final List<String> TARGETS =
            List.of("exists", "mod_revision", "create_revision", "version", "lease", "value", "value_b64");

    private TxnJson() {}

    public static TxnRequest read(JsonReader json) {
        json.only("if", "then", "else");
        List<Compare> compares = new ArrayList<>();
        json.objects("if").forEach(compare -> compares.add(compare(compare)));
        return new TxnRequest(compares, operations(json.objects("then")), operations(json.objects("else")));
    }

    private static Compare compare(JsonReader json) {
        json.only(
                "key",
                "key_b64",
                "mod_revision",
                "create_revision",
                "version",
                "lease",
                "value",
                "value_b64",
                "exists",
                "is");
        Key key = required(json, "key");
        if (TARGETS.stream().filter(json::has).count() != 1) {
            throw json.wrong(
                    "key",
                    "is compared with exactly one of exists, mod_revision, create_revision, version, lease and value");
        }
        Compare.Result is = relation(json);
        if (json.has("exists")) {
            if (json.has("is")) {
                throw json.wrong("is", "has no place beside exists");
            }
            Compare.Result wanted = json.flag("exists") ? Compare.Result.GREATER : Compare.Result.EQUAL;
            return Compare.number(key, Compare.Target.VERSION, wanted, 0);
        }
        if (json.has("mod_revision")) {
            return Compare.number(key, Compare.Target.MOD, is, json.number("mod_revision", 0));
        }
        if (json.has("create_revision")) {
            return Compare.number(key, Compare.Target.CREATE, is, json.number("create_revision", 0));
        }
        if (json.has("version")) {
            return Compare.number(key, Compare.Target.VERSION, is, json.number("version", 0));
        }
        String lease = json.text("lease");
        if (lease != null) {
            return Compare.number(key, Compare.Target.LEASE, is, HexId.lease(lease));
        }
        return new Compare(
                KeyRange.single(key), Compare.Target.VALUE, is, 0, Objects.requireNonNull(json.bytes("value")));
    }

    private static Compare.Result relation(JsonReader json) {
        String is = json.text("is");
        return switch (is == null ? "=" : is) {
            case "=" -> Compare.Result.EQUAL;
            case "!=" -> Compare.Result.NOT_EQUAL;
            case "<" -> Compare.Result.LESS;
            case ">" -> Compare.Result.GREATER;
            default -> throw json.wrong("is", "must be =, !=, < or >");
        };
    }

    private static List<TxnOp> operations(List<JsonReader> list) {
        List<TxnOp> operations = new ArrayList<>();
        list.forEach(json -> operations.add(operation(json)));
        return operations;
    }

    private static TxnOp operation(JsonReader json) {
        json.only("put", "get", "delete");
        JsonReader put = json.object("put");
        JsonReader get = json.object("get");
        JsonReader delete = json.object("delete");
        if (put != null && get == null && delete == null) {
            return put(put);
        }
        if (get != null && put == null && delete == null) {
            return get(get);
        }
        if (delete != null && put == null && get == null) {
            return delete(delete);
        }
        throw json.wrong("put", "or get or delete is needed, exactly one of them");
    }

    /** {@code {"key","value","lease"?,"keep_lease"?,"prev"?}}. */
    public static PutRequest put(JsonReader json) {
        json.only("key", "key_b64", "value", "value_b64", "lease", "keep_lease", "prev");
        byte[] value = json.bytes("value");
        if (value == null) {
            throw json.wrong("value", "is needed");
        }
        String lease = json.text("lease");
        return new PutRequest(
                required(json, "key"),
                value,
                lease == null ? 0 : HexId.lease(lease),
                json.flag("prev"),
                false,
                json.flag("keep_lease"));
    }

    private static RangeRequest get(JsonReader json) {
        json.only("key", "key_b64", "prefix", "prefix_b64", "limit", "rev", "keys", "count");
        return RangeRequest.over(range(json))
                .limit(json.number("limit", 0))
                .at(json.number("rev", 0))
                .keysOnly(json.flag("keys"))
                .countOnly(json.flag("count"))
                .build();
    }

    private static DeleteRangeRequest delete(JsonReader json) {
        json.only("key", "key_b64", "prefix", "prefix_b64", "prev");
        return new DeleteRangeRequest(range(json), json.flag("prev"));
    }

    private static KeyRange range(JsonReader json) {
        Key prefix = json.key("prefix");
        Key key = json.key("key");
        if (key != null && prefix == null) {
            return KeyRange.single(key);
        }
        if (prefix == null || key != null) {
            throw json.wrong("key", "or prefix is needed, one of them");
        }
        return prefix.isEmpty() ? new KeyRange(Key.of(new byte[] {0}), null, false) : KeyRange.prefix(prefix);
    }

    private static Key required(JsonReader json, String name) {
        Key key = json.key(name);
        if (key == null || key.isEmpty()) {
            throw json.wrong(name, "is needed");
        }
        return key;
    }

    public static JsonObject result(TxnResult result) {
        JsonArray responses = new JsonArray();
        result.results().forEach(one -> responses.add(response(one)));
        return new JsonObject()
                .put("succeeded", result.succeeded())
                .put("revision", result.revision())
                .put("responses", responses);
    }

    private static JsonObject response(OpResult result) {
        if (result instanceof RangeResult range) {
            JsonArray kvs = new JsonArray();
            range.kvs().forEach(kv -> kvs.add(KvJson.record(kv)));
            return new JsonObject()
                    .put(
                            "get",
                            new JsonObject()
                                    .put("kvs", kvs)
                                    .put("count", range.count())
                                    .put("more", range.more()));
        }
        if (result instanceof PutResult put) {
            KeyValue previous = put.previous();
            JsonObject body = new JsonObject().put("mod_revision", put.revision());
            return new JsonObject().put("put", previous == null ? body : body.put("prev", KvJson.record(previous)));
        }
        DeleteResult deleted = (DeleteResult) result;
        JsonObject body = new JsonObject().put("deleted", deleted.deleted());
        if (!deleted.previous().isEmpty()) {
            JsonArray previous = new JsonArray();
            deleted.previous().forEach(kv -> previous.add(KvJson.record(kv)));
            body.put("prev", previous);
        }
        return new JsonObject().put("delete", body);
    }
}
