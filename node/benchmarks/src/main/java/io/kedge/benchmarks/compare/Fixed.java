/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import io.kedge.benchmarks.h2.Rpc;
import io.kedge.benchmarks.load.FixedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The one request that h2load sends again and again.
 *
 * @param body empty for none
 * @param options of h2load besides
 */
record Fixed(String path, byte[] body, List<String> options) {

    /** A key and a value as long as the generator's. */
    private static final String KEY = "key/00000000042";

    private static final String KEY_BASE64 = "a2V5LzAwMDAwMDAwMDQy";
    private static final String VALUE = "v".repeat(64);
    private static final String VALUE_BASE64 = Base64.getEncoder().encodeToString(bytes(VALUE));
    private static final String HTTP1 = "--h1";

    static Fixed grpc(Rpc rpc) {
        return new Fixed(
                rpc.path(), FixedRequest.frame(rpc), List.of("-Hte: trailers", "-Hcontent-type: application/grpc"));
    }

    static Fixed gatewayPut() {
        String body = "{\"key\":\"" + KEY_BASE64 + "\",\"value\":\"" + VALUE_BASE64 + "\"}";
        return new Fixed("/v3/kv/put", bytes(body), List.of(HTTP1));
    }

    static Fixed gatewayGet() {
        return new Fixed("/v3/kv/range", bytes("{\"key\":\"" + KEY_BASE64 + "\"}"), List.of(HTTP1));
    }

    static Fixed restPut() {
        return new Fixed("/v1/kv/" + KEY, bytes(VALUE), List.of(HTTP1, "-H:method: PUT"));
    }

    static Fixed restGet() {
        return new Fixed("/v1/kv/" + KEY, new byte[0], List.of(HTTP1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
