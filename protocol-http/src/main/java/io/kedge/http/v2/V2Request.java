/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for keys, read and checked.
 *
 * @param value as bytes, empty if there is none
 * @param ttlSeconds null for none
 * @param prevValue empty for none
 * @param prevIndex unsigned, 0 for none, as is {@code waitIndex}
 */
record V2Request(
        V2Path path,
        String value,
        @Nullable Long ttlSeconds,
        boolean dir,
        boolean recursive,
        boolean sorted,
        boolean waits,
        long waitIndex,
        boolean stream,
        boolean quorum,
        @Nullable Boolean prevExist,
        String prevValue,
        long prevIndex,
        boolean refresh,
        boolean noValueOnSuccess) {

    /** Whether it asks for a key as it was. */
    boolean hasPrevious() {
        return prevIndex != 0 || !prevValue.isEmpty();
    }

    /** Throws V2Exception for the first field that is wrong. */
    static V2Request of(V2Path path, boolean isGet, FormReader form) {
        String fault = form.firstFault();
        if (fault != null) {
            throw new V2Exception(V2Code.INVALID_FORM, fault);
        }
        Map<String, String> fields = form.fields();
        long prevIndex = number(fields, "prevIndex", V2Code.INDEX_NOT_A_NUMBER);
        long waitIndex = number(fields, "waitIndex", V2Code.INDEX_NOT_A_NUMBER);
        boolean recursive = bool(fields, "recursive");
        boolean sorted = bool(fields, "sorted");
        boolean wait = bool(fields, "wait");
        boolean dir = bool(fields, "dir");
        boolean quorum = bool(fields, "quorum");
        boolean stream = bool(fields, "stream");
        require(!wait || isGet, V2Code.INVALID_FIELD, "\"wait\" can only be used with GET requests");
        String prevValue = fields.getOrDefault("prevValue", "");
        require(
                !prevValue.isEmpty() || !fields.containsKey("prevValue"),
                V2Code.PREV_VALUE_REQUIRED,
                "\"prevValue\" cannot be empty");
        boolean noValueOnSuccess = bool(fields, "noValueOnSuccess");
        Long ttl = fields.getOrDefault("ttl", "").isEmpty() ? null : number(fields, "ttl", V2Code.TTL_NOT_A_NUMBER);
        Boolean prevExist = fields.containsKey("prevExist") ? bool(fields, "prevExist", "prevExist") : null;
        boolean refresh = fields.containsKey("refresh") && bool(fields, "refresh", "refresh");
        String value = fields.getOrDefault("value", "");
        require(!refresh || value.isEmpty(), V2Code.VALUE_ON_REFRESH, "A value was provided on a refresh");
        require(!refresh || ttl != null, V2Code.TTL_REQUIRED_ON_REFRESH, "No TTL value set");
        require(
                path.depth() <= V2Path.PARTS_MAX,
                V2Code.INVALID_FIELD,
                "the path has more than " + V2Path.PARTS_MAX + " parts");
        return new V2Request(
                path,
                value,
                ttl,
                dir,
                recursive,
                sorted,
                wait,
                waitIndex,
                stream,
                quorum,
                prevExist,
                prevValue,
                prevIndex,
                refresh,
                noValueOnSuccess);
    }

    private static void require(boolean holds, V2Code otherwise, String cause) {
        if (!holds) {
            throw new V2Exception(otherwise, cause);
        }
    }

    private static long number(Map<String, String> fields, String name, V2Code otherwise) {
        String text = fields.get(name);
        if (text == null) {
            return 0;
        }
        try {
            if (!text.startsWith("+")) {
                return Long.parseUnsignedLong(text);
            }
        } catch (NumberFormatException e) {
            throw new V2Exception(otherwise, "invalid value for \"" + name + "\"");
        }
        throw new V2Exception(otherwise, "invalid value for \"" + name + "\"");
    }

    private static boolean bool(Map<String, String> fields, String name) {
        return fields.containsKey(name) && bool(fields, name, "\"" + name + "\"");
    }

    private static boolean bool(Map<String, String> fields, String name, String shown) {
        return switch (fields.getOrDefault(name, "")) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> throw new V2Exception(V2Code.INVALID_FIELD, "invalid value for " + shown);
        };
    }
}
