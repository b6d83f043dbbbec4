/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JsonSplitterTest {

    private static final List<String> OBJECTS = List.of(
            "{}",
            "{\"a\":1}",
            "{\"a\":\"}{\",\"b\":[{},{\"c\":\"\\\"}\"}]}",
            "{\"\\\\\":\"\\\\\\\"{\"}",
            "{ \"a\" : [ 1 , 2 ] }");

    @Test
    void objectsComeOutWholeHoweverTheBytesCome() throws BadJsonException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<String> wanted = new ArrayList<>();
            StringBuilder body = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                String object = OBJECTS.get(random.nextInt(OBJECTS.size()));
                wanted.add(object);
                body.append(object).append(" \n\r\t".charAt(random.nextInt(4)));
            }
            JsonSplitter splitter = new JsonSplitter(1000);
            List<String> got = new ArrayList<>();
            byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(12));
                splitter.add(Buffer.buffer(bytes).slice(from, to));
                for (byte[] object = splitter.next(); object != null; object = splitter.next()) {
                    got.add(new String(object, StandardCharsets.UTF_8));
                }
                from = to;
            }
            assertThat(got).as("seed %s, round %s", seed, round).isEqualTo(wanted);
            assertThat(splitter.isWithin()).isFalse();
            assertThat(splitter.isOver()).isFalse();
        }
    }

    @Test
    void anObjectThatIsCutIsKnown() throws BadJsonException {
        JsonSplitter splitter = new JsonSplitter(1000);
        splitter.add(Buffer.buffer(" {\"a\":{}"));
        assertThat(splitter.next()).isNull();
        assertThat(splitter.isWithin()).isTrue();
    }

    @Test
    void noMoreIsHeldThanOneObjectMayHave() throws BadJsonException {
        JsonSplitter splitter = new JsonSplitter(100);
        splitter.add(Buffer.buffer("{\"a\":\"" + "x".repeat(93)));
        assertThat(splitter.next()).isNull();
        assertThat(splitter.isOver()).isFalse();
        splitter.add(Buffer.buffer("xx"));
        assertThat(splitter.next()).isNull();
        assertThat(splitter.isOver()).isTrue();
    }

    @Test
    void spaceIsNotHeld() throws BadJsonException {
        JsonSplitter splitter = new JsonSplitter(100);
        for (int i = 0; i < 50; i++) {
            splitter.add(Buffer.buffer(" ".repeat(90)));
            assertThat(splitter.next()).isNull();
            assertThat(splitter.isOver()).isFalse();
        }
    }

    @Test
    void whatIsNoObjectIsRefusedAtItsFirstByte() {
        for (String other : List.of("null", "[", "12", "\"", "}", "\ufeff{}", "x")) {
            JsonSplitter splitter = new JsonSplitter(100);
            splitter.add(Buffer.buffer(other));
            assertThatThrownBy(splitter::next)
                    .as(other)
                    .isInstanceOf(BadJsonException.class)
                    .hasMessageStartingWith("a JSON object is wanted");
        }
    }
}
