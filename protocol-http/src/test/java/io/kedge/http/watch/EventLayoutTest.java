/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.Event;
import io.kedge.model.StatusCode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventLayoutTest {

    private static final List<Event> EVENTS =
            List.of(FakeNode.put("a", 6), FakeNode.put("b", 6), FakeNode.put("c\n\"", 7));

    private static String json(String key, int revision) {
        return "{\"op\":\"put\",\"key\":\"" + key + "\",\"value\":\"v" + revision + "\",\"mod_revision\":" + revision
                + ",\"create_revision\":" + revision + ",\"version\":1}";
    }

    @Test
    void theIdStandsOnTheLastEventOfARevision() {
        EventLayout layout = new EventLayout(new EventJson(), SseFraming.INSTANCE, false);
        assertThat(layout.events(EVENTS).toString())
                .isEqualTo("data: " + json("a", 6) + "\n\nid: 6\ndata: " + json("b", 6) + "\n\nid: 7\ndata: "
                        + json("c\\n\\\"", 7) + "\n\n");
    }

    @Test
    void theLastLineOfARevisionHasAnId() {
        EventLayout layout = new EventLayout(new EventJson(), NdjsonFraming.INSTANCE, false);
        String b = json("b", 6);
        String c = json("c\\n\\\"", 7);
        assertThat(layout.events(EVENTS).toString())
                .isEqualTo(json("a", 6) + "\n" + b.substring(0, b.length() - 1) + ",\"id\":6}\n"
                        + c.substring(0, c.length() - 1) + ",\"id\":7}\n");
    }

    @Test
    void theSameListIsLaidOutOnce() {
        EventLayout layout = new EventLayout(new EventJson(), SseFraming.INSTANCE, false);
        assertThat(layout.events(EVENTS)).isSameAs(layout.events(EVENTS));
        assertThat(layout.events(List.of(EVENTS.get(0)))).isNotSameAs(layout.events(EVENTS));
    }

    @Test
    void theSameEventInAnotherListIsWrittenOnce() {
        EventJson json = new EventJson();
        assertThat(json.of(EVENTS.get(0), false)).isSameAs(json.of(EVENTS.get(0), false));
        Event large = FakeNode.put("a", "x".repeat(20_000), 6);
        assertThat(json.of(large, false)).isNotSameAs(json.of(large, false)).isEqualTo(json.of(large, false));
    }

    @Test
    void controlEventsHaveNamesAndIds() {
        assertThat(SseFraming.INSTANCE.sync(9).toString()).isEqualTo("event: sync\nid: 9\ndata: {\"revision\":9}\n\n");
        assertThat(SseFraming.INSTANCE.progress(9).toString())
                .isEqualTo("event: progress\nid: 9\ndata: {\"revision\":9}\n\n");
        assertThat(SseFraming.INSTANCE.reset(7, 9).toString())
                .isEqualTo("event: reset\ndata: {\"compact_revision\":7,\"revision\":9}\n\n");
        assertThat(SseFraming.INSTANCE.farewell(StatusCode.STOPPED).toString())
                .isEqualTo(": the server is stopping\n\n");
        assertThat(NdjsonFraming.INSTANCE.sync(9).toString()).isEqualTo("{\"op\":\"sync\",\"revision\":9,\"id\":9}\n");
        assertThat(NdjsonFraming.INSTANCE.reset(7, 9).toString())
                .isEqualTo("{\"op\":\"reset\",\"compact_revision\":7,\"revision\":9}\n");
        assertThat(NdjsonFraming.INSTANCE.farewell(StatusCode.STOPPED).toString())
                .startsWith("{\"op\":\"end\",\"type\":\"urn:kedge:stopped\"")
                .endsWith("}\n");
    }
}
