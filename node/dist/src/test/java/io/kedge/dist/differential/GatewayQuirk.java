/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import java.nio.charset.StandardCharsets;

/**
 * Requests that servers may judge differently as JSON. None changes a store. Those that node/docs/differences.md names
 * by {@link #id} are judged as it says; all others every server refuses.
 */
enum GatewayQuirk {
    URL_SAFE("gateway-url-safe-base64", range("\"key\":\"-_8=\"")),
    UNPADDED("gateway-unpadded-base64", range("\"key\":\"azE\"")),
    LINE_BREAK("gateway-base64-line-break", range("\"key\":\"a2V5\\nMQ==\"")),
    WHOLE_FRACTION("gateway-whole-fraction", range("\"key\":\"aw==\",\"limit\":1.0")),
    EXPONENT("gateway-exponent", range("\"key\":\"aw==\",\"limit\":\"1e0\"")),
    SPACED_NUMBER("gateway-spaced-number", range("\"key\":\"aw==\",\"limit\":\" 1\"")),
    UNKNOWN_ENUM("gateway-unknown-enum", range("\"key\":\"aw==\",\"sort_order\":\"NOPE\"")),
    ENUM_IN_QUOTES("gateway-enum-number-in-quotes", range("\"key\":\"aw==\",\"sort_order\":\"1\"")),
    NAME_TWICE("gateway-name-twice", range("\"key\":\"aw==\",\"key\":\"aw==\"")),
    BOTH_NAMES("gateway-both-names", range("\"key\":\"aw==\",\"rangeEnd\":\"bA==\",\"range_end\":\"bA==\"")),
    NOT_UTF8("gateway-not-utf8", range("\"key\":\"aw==\",\"x\":\"\u00ff\"")) {
        @Override
        byte[] body() {
            return text().getBytes(StandardCharsets.ISO_8859_1);
        }
    },
    TWO_OPS("gateway-two-ops", "/kv/txn", "{\"success\":[{\"request_range\":{\"key\":\"aw==\"},\"request_txn\":{}}]}"),
    NULL("gateway-null", "/lease/leases", "null"),
    DEEP_TXN("gateway-deep-txn", "/kv/txn", "{\"success\":[{\"request_txn\":".repeat(60) + "{}" + "}]}".repeat(60)),
    DEEP_UNKNOWN("gateway-deep-unknown", range("\"key\":\"aw==\",\"x\":" + "[".repeat(2000) + "]".repeat(2000))),
    WRONG_VERB("gateway-wrong-verb", "/kv/range", "") {
        @Override
        String verb() {
            return "GET";
        }
    },
    CUT_OFF(range("\"key\":\"aw==\"").substring(0, 12)),
    NOTHING_WHOLE("{"),
    SINGLE_QUOTES("{'key':'aw=='}"),
    COMMENT(range("\"key\":\"aw==\"/**/")),
    LAST_COMMA(range("\"key\":\"aw==\",")),
    LIST("[]"),
    NUMBER("12"),
    MARKED("\ufeff" + range("\"key\":\"aw==\"")),
    NUMBER_FOR_BYTES(range("\"key\":12")),
    OBJECT_FOR_BYTES(range("\"key\":{}")),
    BAD_BASE64(range("\"key\":\"!!\"")),
    BAD_PADDING(range("\"key\":\"aw===\"")),
    TEXT_FOR_TRUTH(range("\"key\":\"aw==\",\"keys_only\":\"true\"")),
    TRUTH_FOR_NUMBER(range("\"key\":\"aw==\",\"limit\":true")),
    FRACTION(range("\"key\":\"aw==\",\"limit\":1.5")),
    HUGE(range("\"key\":\"aw==\",\"limit\":\"1e999999999\"")),
    OVERFLOW(range("\"key\":\"aw==\",\"limit\":9223372036854775808")),
    LEADING_ZERO(range("\"key\":\"aw==\",\"limit\":01")),
    TRUTH_FOR_ENUM(range("\"key\":\"aw==\",\"sort_order\":true")),
    FRACTION_FOR_ENUM(range("\"key\":\"aw==\",\"sort_order\":1.5"));

    private final String id;
    private final String path;
    private final String text;

    GatewayQuirk(String text) {
        this("", "/kv/range", text);
    }

    GatewayQuirk(String id, String rangeRequest) {
        this(id, "/kv/range", rangeRequest);
    }

    GatewayQuirk(String id, String path, String text) {
        this.id = id;
        this.path = path;
        this.text = text;
    }

    /** The row's; empty for what is refused everywhere. */
    String id() {
        return id;
    }

    String path() {
        return path;
    }

    String verb() {
        return "POST";
    }

    String text() {
        return text;
    }

    byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String range(String fields) {
        return "{" + fields + "}";
    }
}
