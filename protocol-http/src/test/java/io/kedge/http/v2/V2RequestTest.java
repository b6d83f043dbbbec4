/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class V2RequestTest {

    private static V2Request read(String... forms) {
        FormReader form = new FormReader();
        for (String each : forms) {
            form.add(each);
        }
        return V2Request.of(V2Path.of("/a"), false, form);
    }

    @Test
    void fieldsAreReadAsBytesAndTheFirstOfAFieldCounts() {
        V2Request request = read("value=a%FFb+c&value=2&ttl=7", "value=3&prevIndex=18446744073709551615&&x");
        assertThat(request.value()).isEqualTo("a\u00ffb c");
        assertThat(request.ttlSeconds()).isEqualTo(7);
        assertThat(request.prevIndex()).isEqualTo(-1);
        assertThat(request.hasPrevious()).isTrue();
        assertThat(request.prevExist()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1", "t", "T", "TRUE", "true", "True"})
    void trueIsSpelledInSixWays(String text) {
        assertThat(read("recursive=" + text).recursive()).isTrue();
        assertThat(read("prevExist=" + text).prevExist()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0", "f", "F", "FALSE", "false", "False"})
    void falseToo(String text) {
        assertThat(read("dir=" + text).dir()).isFalse();
        assertThat(read("prevExist=" + text).prevExist()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prevExist=  | 209 | invalid value for prevExist",
                "sorted=tRUE | 209 | invalid value for \"sorted\"",
                "wait=true   | 209 | \"wait\" can only be used with GET requests",
                "prevIndex=+1 | 203 | invalid value for \"prevIndex\"",
                "waitIndex=  | 203 | invalid value for \"waitIndex\"",
                "waitIndex=%2B1 | 203 | invalid value for \"waitIndex\"",
                "ttl=-1      | 202 | invalid value for \"ttl\"",
                "prevValue=  | 201 | \"prevValue\" cannot be empty",
                "value=%4    | 210 | invalid URL escape \"%4\"",
                "a=1;b=2     | 210 | invalid semicolon separator in query",
                "refresh=1   | 212 | No TTL value set",
                "refresh=1&ttl=1&value=x | 211 | A value was provided on a refresh"
            })
    void whatIsWrongIsSaid(String form, int code, String cause) {
        V2Exception error = catchThrowableOfType(V2Exception.class, () -> read(form));
        assertThat(error.code().number()).isEqualTo(code);
        assertThat(error.causeText()).isEqualTo(cause);
        assertThat(error.index()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"'',/", "/,/", "/a/b/,/a/b", "//a//b,/a/b", "/a/./b/../c,/a/c", "/../..,/", "/a..b/.c,/a..b/.c"})
    void pathsAreCleaned(String raw, String clean) {
        assertThat(V2Path.of(raw).raw()).isEqualTo(clean);
    }

    @Test
    void onlyCleanKeysHaveAPath() {
        assertThat(V2Path.ofKey("/a/b")).isEqualTo(V2Path.of("/a/b"));
        assertThat(V2Path.ofKey("/a/b/")).isEqualTo(V2Path.of("/a/b"));
        for (String key : new String[] {"", "/", "a", "/a//", "//a", "/a/./b", "/a/..", "/x".repeat(61)}) {
            assertThat(V2Path.ofKey(key)).as(key).isNull();
        }
    }
}
