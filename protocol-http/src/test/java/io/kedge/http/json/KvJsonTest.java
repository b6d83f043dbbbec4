/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.model.Cause;
import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KvJsonTest {

    private static KeyValue put(byte[] key, byte[] value, long lease) {
        return KeyValue.put(Key.of(key), value, 3, 5, 2, lease, Cause.PUT);
    }

    @Test
    void textIsTextAndALeaseIsHexadecimal() {
        assertThat(KvJson.record(put(Key.utf8("k\u00e9").bytes(), new byte[0], -1))
                        .encode())
                .isEqualTo("{\"key\":\"k\u00e9\",\"value\":\"\",\"mod_revision\":5,\"create_revision\":3,"
                        + "\"version\":2,\"lease\":\"ffffffffffffffff\"}");
    }

    @Test
    void whatIsNotTextIsBase64() {
        assertThat(KvJson.record(put(new byte[] {(byte) 0xff}, new byte[] {(byte) 0xc0, 0}, 0))
                        .encode())
                .isEqualTo("{\"key_b64\":\"/w==\",\"value_b64\":\"wAA=\",\"mod_revision\":5,"
                        + "\"create_revision\":3,\"version\":2}");
    }

    @ParameterizedTest
    @CsvSource({"DELETE, delete", "LEASE_EXPIRED, expire", "LEASE_REVOKED, delete"})
    void anEventTellsWhy(Cause cause, String operation) {
        KeyValue previous = put(new byte[] {'a'}, new byte[] {'1'}, 0);
        Event event = new Event(KeyValue.tombstone(Key.utf8("a"), 9, cause), previous);
        assertThat(KvJson.event(event, false).encode())
                .isEqualTo("{\"op\":\"" + operation + "\",\"key\":\"a\",\"mod_revision\":9}");
        assertThat(KvJson.event(event, true).getJsonObject("prev").getString("value"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "'[1]', the body is not a JSON object",
        "'{\"a\":', the body is not a JSON object",
        "'{\"x\":1}', 'x is not known here; known are key, key_b64, n'",
        "'{\"n\":1.5}', n must be a whole number",
        "'{\"n\":99999999999999999999}', n must be a whole number",
        "'{\"key\":7}', key must be text",
        "'{\"key\":\"a\",\"key_b64\":\"YQ\"}', key is given twice",
        "'{\"key_b64\":\"?\"}', key_b64 is not base64"
    })
    void whatIsWrongIsTold(String json, String message) {
        assertThatThrownBy(() -> {
                    JsonReader reader = JsonReader.of(Buffer.buffer(json)).only("key", "key_b64", "n");
                    reader.number("n", 0);
                    reader.key("key");
                })
                .isInstanceOf(BadJsonException.class)
                .hasMessageContaining(message);
    }
}
