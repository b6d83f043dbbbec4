/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.Cause;
import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventFoldTest {

    private static KeyValue kv(String key, long revision, Cause cause) {
        return KeyValue.put(Bytes.key(key), new byte[] {'v'}, 2, revision, 1, 0, cause);
    }

    private static Event put(String key, long revision, Cause cause) {
        return new Event(kv(key, revision, cause), null);
    }

    private static Event gone(String key, long revision, Cause cause) {
        return new Event(KeyValue.tombstone(Bytes.key(key), revision, cause), kv(key, 3, Cause.PUT));
    }

    private static List<String> fold(String path, boolean recursive, Event... events) {
        return new EventFold(V2Path.of(path), recursive)
                .fold(List.of(events)).stream()
                        .map(event -> event.action() + " " + event.node().path.raw()
                                + (event.node().directory ? "/" : "") + " " + event.node().modifiedIndex)
                        .toList();
    }

    @Test
    void actionsComeFromTheCause() {
        assertThat(fold(
                        "/a",
                        false,
                        put("/a", 4, Cause.PUT),
                        put("/a", 5, Cause.V2_CREATE),
                        put("/a", 6, Cause.V2_UPDATE),
                        put("/a", 7, Cause.V2_COMPARE_AND_SWAP),
                        put("/a", 8, Cause.V2_REFRESH),
                        gone("/a", 9, Cause.DELETE),
                        gone("/a", 10, Cause.LEASE_REVOKED),
                        gone("/a", 11, Cause.LEASE_EXPIRED),
                        gone("/a", 12, Cause.V2_COMPARE_AND_DELETE)))
                .containsExactly(
                        "set /a 4",
                        "create /a 5",
                        "update /a 6",
                        "compareAndSwap /a 7",
                        "delete /a 9",
                        "delete /a 10",
                        "expire /a 11",
                        "compareAndDelete /a 12");
    }

    @Test
    void aDirectoryTakesAllBelowAlong() {
        assertThat(fold(
                        "/",
                        true,
                        gone("/d/", 4, Cause.LEASE_EXPIRED),
                        gone("/d/a", 4, Cause.LEASE_EXPIRED),
                        gone("/d/e/", 4, Cause.LEASE_EXPIRED),
                        gone("/d/e/f", 4, Cause.LEASE_EXPIRED),
                        gone("/da", 4, Cause.LEASE_EXPIRED),
                        gone("/d/g", 5, Cause.DELETE)))
                .containsExactly("expire /d/ 4", "expire /da 4", "delete /d/g 5");
    }

    @Test
    void aFileReplacedByADirectoryIsOneEvent() {
        List<V2Event> events = new EventFold(V2Path.of("/a"), false)
                .fold(List.of(put("/a/", 4, Cause.PUT), gone("/a", 4, Cause.DELETE)));
        assertThat(events).hasSize(1);
        assertThat(events.get(0).node().directory).isTrue();
        assertThat(events.get(0).previous().value).isEqualTo("v");
    }

    @Test
    void siblingsAndHiddenNodesAreLeftOut() {
        Event[] events = {
            put("/a", 4, Cause.PUT),
            put("/a-b", 5, Cause.PUT),
            put("/a/", 6, Cause.PUT),
            put("/a/b", 7, Cause.PUT),
            put("/a/_h", 8, Cause.PUT),
            put("/a/_h/x", 9, Cause.PUT),
            put("/a//x", 10, Cause.PUT)
        };
        assertThat(fold("/a", false, events)).containsExactly("set /a 4", "set /a/ 6");
        assertThat(fold("/a", true, events)).containsExactly("set /a 4", "set /a/ 6", "set /a/b 7");
        assertThat(fold("/a/_h", true, events)).containsExactly("set /a/_h 8", "set /a/_h/x 9");
    }

    @Test
    void theRangeHoldsWhatIsWatched() {
        EventFold one = new EventFold(V2Path.of("/a"), false);
        EventFold tree = new EventFold(V2Path.of("/a"), true);
        for (String key : List.of("/a", "/a/")) {
            assertThat(one.range().contains(Key.utf8(key))).as(key).isTrue();
            assertThat(tree.range().contains(Key.utf8(key))).as(key).isTrue();
        }
        assertThat(one.range().contains(Key.utf8("/a/b"))).isFalse();
        assertThat(tree.range().contains(Key.utf8("/a/b"))).isTrue();
        assertThat(tree.range().contains(Key.utf8("/b"))).isFalse();
        assertThat(new EventFold(V2Path.of("/"), true).range().contains(Key.utf8("/x/y")))
                .isTrue();
    }
}
