/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.http.json.KvJson;
import io.kedge.model.Event;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of events, built once for all of a loop's watches that are told of them one after the other. Remembers at
 * most {@link #SLOTS} events of at most {@link #BYTES_MAX} each; more only costs time.
 */
public final class EventJson {

    private static final int SLOTS = 64;
    private static final int BYTES_MAX = 16 << 10;

    private record Entry(Event event, boolean previous, byte[] json) {}

    private final @Nullable Entry[] entries = new Entry[SLOTS];

    /** UTF-8, without line breaks; shared, read only. */
    @SuppressWarnings("ReferenceEquality") // Events are told apart by identity: equal ones that differ cost only time.
    public byte[] of(Event event, boolean previous) {
        int slot = (System.identityHashCode(event) * 2 + (previous ? 1 : 0)) & (SLOTS - 1);
        Entry entry = entries[slot];
        if (entry != null && entry.event == event && entry.previous == previous) {
            return entry.json;
        }
        byte[] json = KvJson.event(event, previous).toBuffer().getBytes();
        if (json.length <= BYTES_MAX) {
            entries[slot] = new Entry(event, previous, json);
        }
        return json;
    }
}
