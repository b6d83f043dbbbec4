/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.Cause;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListingTest {

    private final TreeMap<Key, KeyValue> keys = new TreeMap<>();

    private void put(String... names) {
        for (String name : names) {
            Key key = Bytes.key(name);
            keys.put(key, KeyValue.put(key, new byte[] {'v'}, keys.size() + 2, keys.size() + 2, 1, 0, Cause.PUT));
        }
    }

    /** Reads in pages as a node does. */
    private String list(String path, boolean recursive, int pageKeys) {
        Listing listing = new Listing(V2Path.of(path), recursive);
        int pages = 0;
        for (KeyRange rest = listing.rest(); !rest.isEmpty(); rest = listing.rest()) {
            KeyRange now = rest;
            List<KeyValue> found = keys.values().stream()
                    .filter(kv -> now.contains(kv.key()))
                    .limit(pageKeys)
                    .toList();
            listing.add(found);
            if (found.size() < pageKeys) {
                break;
            }
            assertThat(++pages).as("pages").isLessThan(1_000);
        }
        listing.directory().sort();
        StringBuilder shown = new StringBuilder();
        show(listing.directory(), shown);
        return shown.toString();
    }

    private static void show(V2Node node, StringBuilder out) {
        out.append(node.path.raw());
        if (node.directory) {
            out.append(node.createdIndex == 0 ? "(" : "!(");
            for (int i = 0; i < node.nodes.size(); i++) {
                out.append(i == 0 ? "" : " ");
                show(node.nodes.get(i), out);
            }
            out.append(')');
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 200})
    void oneLevelShowsFilesAndDirectories(int pageKeys) {
        put("/d/", "/d/a", "/d/b/", "/d/b/x", "/d/b/y/z", "/d/c", "/d/c/x", "/d/c-1", "/d/_h", "/d/_i/x", "/d/e/f/g");
        put("/d//x", "/e", "/d", "d/a");
        assertThat(list("/d", false, pageKeys)).isEqualTo("/d!(/d/a /d/b!() /d/c /d/c() /d/c-1 /d/e())");
        assertThat(list("/", false, pageKeys)).isEqualTo("/(/d /d!() /e)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 200})
    void allLevelsAreNested(int pageKeys) {
        put(
                "/d/a",
                "/d/b/",
                "/d/b/x",
                "/d/b/y/z",
                "/d/b-1/q",
                "/d/b/y/_h/k",
                "/d/_i/x",
                "/d/c/d/e/",
                "/d/c/d/f//g",
                "/d/o/_h/x");
        assertThat(list("/d", true, pageKeys))
                .isEqualTo("/d(/d/a /d/b!(/d/b/x /d/b/y(/d/b/y/z)) /d/b-1(/d/b-1/q) /d/c(/d/c/d(/d/c/d/e!())) /d/o())");
    }

    @Test
    void aHiddenDirectoryShowsWhatIsInIt() {
        put("/_h/a", "/_h/_b", "/_h/c/d");
        assertThat(list("/_h", true, 200)).isEqualTo("/_h(/_h/a /_h/c(/_h/c/d))");
    }
}
