/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import java.util.SortedMap;
import java.util.TreeMap;

/** One key, or all keys that begin with {@code key}; the empty prefix is every key. */
public record KeySet(String key, boolean prefix) {

    public static KeySet single(String key) {
        return new KeySet(key, false);
    }

    public static KeySet prefixed(String prefix) {
        return new KeySet(prefix, true);
    }

    public boolean contains(String other) {
        return prefix ? other.startsWith(key) : other.equals(key);
    }

    /** The part of {@code all} inside this set, sorted; a copy. */
    public <V> SortedMap<String, V> within(TreeMap<String, V> all) {
        TreeMap<String, V> found = new TreeMap<>();
        for (var entry : all.tailMap(key, true).entrySet()) {
            if (!contains(entry.getKey())) {
                break;
            }
            found.put(entry.getKey(), entry.getValue());
        }
        return found;
    }
}
