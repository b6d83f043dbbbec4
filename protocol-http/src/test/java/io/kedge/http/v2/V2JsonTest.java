/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class V2JsonTest {

    @Test
    void fieldsStandInEtcdsOrder() {
        V2Node file = V2Node.written(V2Path.of("/a"), "v", 7, 5);
        file.expires(new V2Leases.Remaining(9, Instant.parse("2026-01-02T03:04:05.6Z")));
        assertThat(V2Json.of(new V2Event("set", file, V2Node.gone(V2Path.of("/a"), true, 5, 5)))
                        .toString())
                .isEqualTo("{\"action\":\"set\",\"node\":{\"key\":\"/a\",\"value\":\"v\","
                        + "\"expiration\":\"2026-01-02T03:04:05.600Z\",\"ttl\":9,"
                        + "\"modifiedIndex\":7,\"createdIndex\":5},"
                        + "\"prevNode\":{\"key\":\"/a\",\"dir\":true,\"modifiedIndex\":5,\"createdIndex\":5}}\n");
    }

    @Test
    void theRootHasNoKeyAndAnEmptyValueIsShown() {
        V2Node root = V2Node.directory(V2Path.of("/"));
        root.nodes.add(V2Node.written(V2Path.of("/a"), "", 3, 2));
        assertThat(V2Json.of(new V2Event("get", root, null)).toString())
                .isEqualTo("{\"action\":\"get\",\"node\":{\"dir\":true,\"nodes\":["
                        + "{\"key\":\"/a\",\"value\":\"\",\"modifiedIndex\":3,\"createdIndex\":2}]}}\n");
        assertThat(V2Json.of(new V2Event("set", null, null)).toString()).isEqualTo("{\"action\":\"set\"}\n");
    }

    @Test
    void stringsAreEscapedAsGoDoes() {
        String raw = Bytes.of("\u00fc\u2028".getBytes(StandardCharsets.UTF_8)) + "\"\\\n\r\t\1<>&\u00ff";
        assertThat(V2Json.of(new V2Exception(V2Code.COMPARE_FAILED, Bytes.text(raw), 4))
                        .toString())
                .isEqualTo("{\"errorCode\":101,\"message\":\"Compare failed\",\"cause\":"
                        + "\"\u00fc\\u2028\\\"\\\\\\n\\r\\t\\u0001\\u003c\\u003e\\u0026\ufffd\",\"index\":4}\n");
    }
}
