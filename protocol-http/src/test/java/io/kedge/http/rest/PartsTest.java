/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.http.json.PathName;
import io.kedge.model.Key;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small readers of headers, paths and parameters. */
final class PartsTest {

    @ParameterizedTest
    @CsvSource({"a/b, a/b", "a%2Fb, a/b", "//x/../y, //x/../y", "a+b, a+b", "%20, ' '", "%25, %", "k%c3%a9, k\u00e9"})
    void aPathIsDecodedOnce(String path, String name) {
        assertThat(new String(RawName.ofPath(path), StandardCharsets.UTF_8)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%1", "a%zz", "%1g"})
    void aBrokenEscapeIsRefused(String path) {
        assertThatThrownBy(() -> RawName.ofPath(path)).isInstanceOf(BadRequestException.class);
    }

    @Test
    void anyBytesCanBeEscaped() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(RawName.ofPath(PathName.escape(all))).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource({"60, 60", "60s, 60", "5m, 300", "2h, 7200"})
    void timesToLive(String text, long seconds) {
        assertThat(Ttl.seconds(text)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "s", "5d", "9223372036854775807h", "1.5s"})
    void whatIsNoTimeToLive(String text) {
        assertThatThrownBy(() -> Ttl.seconds(text)).isInstanceOf(BadRequestException.class);
    }

    @Test
    void preferences() {
        assertThat(Preferences.of(null)).isEqualTo(new Preferences(0, false));
        assertThat(Preferences.of("wait=30")).isEqualTo(new Preferences(30_000, false));
        assertThat(Preferences.of("return=representation, Wait=1")).isEqualTo(new Preferences(1_000, true));
        assertThat(Preferences.of("wait=86400").waitMillis()).isEqualTo(300_000);
        assertThatThrownBy(() -> Preferences.of("wait=soon")).isInstanceOf(BadRequestException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":\"b\"}            | {\"a\":\"c\"}            | {\"a\":\"c\"}",
                "{\"a\":\"b\"}            | {\"a\":null}             | {}",
                "{\"a\":[\"b\"]}          | {\"a\":\"c\"}            | {\"a\":\"c\"}",
                "{\"a\":{\"b\":\"c\"}}    | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
                "{\"a\":\"b\"}            | {\"b\":{\"c\":{\"d\":null}}} | {\"a\":\"b\",\"b\":{\"c\":{}}}",
                "[1,2]                  | {\"a\":\"b\"}            | {\"a\":\"b\"}"
            })
    void mergePatchesOfTheStandard(String target, String patch, String merged) {
        Object result = MergePatch.merge(Json.decodeValue(target), new JsonObject(patch));
        assertThat(result).isEqualTo(new JsonObject(merged));
    }

    @Test
    void aContinuationComesBack() {
        Continuation one = new Continuation(7, Key.of(new byte[] {0, (byte) 0xff}));
        assertThat(Continuation.decode(one.encode())).isEqualTo(one);
        assertThat(Continuation.decode(null)).isNull();
        for (String bad : new String[] {"", "AAAA", "AAAAAAAAAAA", "%%%"}) {
            assertThatThrownBy(() -> Continuation.decode(bad)).isInstanceOf(BadRequestException.class);
        }
    }
}
