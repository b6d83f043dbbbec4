/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.ws;

import io.kedge.http.json.KvJson;
import io.kedge.http.watch.EventJson;
import io.kedge.model.Event;
import io.kedge.model.KeyValue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of the frames that a loop's WebSockets are sent; the last revision's is shared by all that watch it. */
final class SocketFrames {

    private static final int REMEMBERED_CHARS_MAX = 128 << 10;

    private record Revision(Event first, Event last, int size, boolean previous, String tail) {

        /** Events are told apart by identity: equal ones that differ cost only time. */
        @SuppressWarnings("ReferenceEquality")
        boolean is(List<Event> events, boolean withPrevious) {
            return size == events.size()
                    && previous == withPrevious
                    && first == events.get(0)
                    && last == events.get(size - 1);
        }
    }

    private final EventJson json;
    private @Nullable Revision known;

    SocketFrames(EventJson json) {
        this.json = json;
    }

    /** All events that one revision has for a watch. */
    String revision(long id, List<Event> events, boolean previous) {
        Revision revision = known;
        if (revision == null || !revision.is(events, previous)) {
            revision = new Revision(
                    events.get(0), events.get(events.size() - 1), events.size(), previous, tail(events, previous));
            known = revision.tail.length() <= REMEMBERED_CHARS_MAX ? revision : null;
        }
        return "{\"id\":" + id + revision.tail;
    }

    private String tail(List<Event> events, boolean previous) {
        StringBuilder text = new StringBuilder(",\"rev\":")
                .append(events.get(0).kv().modRevision())
                .append(",\"events\":[");
        for (int i = 0; i < events.size(); i++) {
            text.append(i == 0 ? "" : ",").append(new String(json.of(events.get(i), previous), StandardCharsets.UTF_8));
        }
        return text.append("]}").toString();
    }

    /** The lists of {@code events} that are of one revision each. */
    static List<List<Event>> byRevision(List<Event> events) {
        List<List<Event>> revisions = new ArrayList<>(1);
        int from = 0;
        for (int i = 1; i <= events.size(); i++) {
            if (i == events.size()
                    || events.get(i).kv().modRevision() != events.get(from).kv().modRevision()) {
                revisions.add(events.subList(from, i));
                from = i;
            }
        }
        return revisions;
    }

    static JsonObject snapshot(long id, long revision, List<KeyValue> page) {
        JsonArray records = new JsonArray();
        page.forEach(kv -> records.add(KvJson.change(kv)));
        return new JsonObject().put("id", id).put("rev", revision).put("snapshot", records);
    }
}
