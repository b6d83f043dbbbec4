/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.http.json.KvJson;
import io.kedge.model.Event;
import io.kedge.model.KeyValue;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays out lists of events in one framing. The node gives the same list to most watches of a range, one after the
 * other: the last one is remembered, unless it is large, and its bytes are shared by all of their connections.
 */
final class EventLayout {

    private static final int REMEMBERED_BYTES_MAX = 256 << 10;

    private final EventJson json;
    private final Framing framing;
    private final boolean previous;
    private @Nullable List<Event> last;
    private Buffer lastBytes = Buffer.buffer();

    EventLayout(EventJson json, Framing framing, boolean previous) {
        this.json = json;
        this.framing = framing;
        this.previous = previous;
    }

    Framing framing() {
        return framing;
    }

    /** Read only. */
    @SuppressWarnings("ReferenceEquality") // Equal lists that are not the same one are rare and cost only time.
    Buffer events(List<Event> events) {
        if (events == last) {
            return lastBytes;
        }
        Buffer bytes = layOut(events);
        if (bytes.length() <= REMEMBERED_BYTES_MAX) {
            last = events;
            lastBytes = bytes;
        }
        return bytes;
    }

    private Buffer layOut(List<Event> events) {
        List<byte[]> parts = new ArrayList<>(events.size());
        int size = 0;
        for (Event event : events) {
            byte[] part = json.of(event, previous);
            parts.add(part);
            size = Math.addExact(size, part.length + framing.overheadBytes());
        }
        Buffer out = Buffer.buffer(size);
        for (int i = 0; i < parts.size(); i++) {
            long revision = events.get(i).kv().modRevision();
            boolean more = i + 1 < parts.size() && events.get(i + 1).kv().modRevision() == revision;
            if (more) {
                framing.event(out, parts.get(i));
            } else {
                framing.lastEvent(out, parts.get(i), revision);
            }
        }
        return out;
    }

    Buffer snapshot(List<KeyValue> page) {
        Buffer out = Buffer.buffer();
        for (KeyValue kv : page) {
            framing.event(out, KvJson.change(kv).toBuffer().getBytes());
        }
        return out;
    }
}
