/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Key to history, by key and in key order. One writer; any thread reads, and iterates weakly consistently.
 *
 * <p>Invariant: between two calls of the writer both maps hold the same histories. Walking down the ordered one costs a
 * dozen and more cache misses (over 100,000 keys an eighth of a put's CPU), so single keys are found by hash, for about
 * 40 bytes a key. Keys that were made to collide cost a tree's walk: {@link Key} is comparable.
 */
final class KeyIndex {

    private final ConcurrentSkipListMap<Key, KeyHistory> histories = new ConcurrentSkipListMap<>();
    private final ConcurrentHashMap<Key, KeyHistory> byKey = new ConcurrentHashMap<>();

    @Nullable
    KeyHistory get(Key key) {
        return byKey.get(key);
    }

    /** Writer only. */
    KeyHistory getOrCreate(Key key) {
        KeyHistory history = byKey.get(key);
        if (history == null) {
            history = new KeyHistory(key);
            histories.put(key, history);
            byKey.put(key, history);
        }
        return history;
    }

    /** Writer only: for a history that compaction has emptied. */
    void remove(KeyHistory history) {
        if (!history.isEmpty()) {
            throw new IllegalStateException("history of " + history.key() + " is not empty");
        }
        byKey.remove(history.key());
        histories.remove(history.key());
    }

    Collection<KeyHistory> in(KeyRange range) {
        if (range.isEmpty()) {
            return java.util.List.of();
        }
        Key end = range.end();
        ConcurrentNavigableMap<Key, KeyHistory> part = end == null
                ? histories.tailMap(range.start(), true)
                : histories.subMap(range.start(), true, end, false);
        return part.values();
    }

    /** Histories from {@code from} on, or all. */
    Collection<KeyHistory> from(@Nullable Key from) {
        return from == null ? histories.values() : histories.tailMap(from, true).values();
    }

    /** Checks that both maps hold the same; throws IllegalStateException. Between two calls of the writer. */
    void verify() {
        int ordered = 0;
        for (KeyHistory history : histories.values()) {
            ordered++;
            if (byKey.get(history.key()) != history) {
                throw new IllegalStateException("the history of " + history.key() + " is not found by its key");
            }
        }
        if (ordered != byKey.size()) {
            throw new IllegalStateException(byKey.size() + " histories by key, " + ordered + " in order");
        }
    }
}
