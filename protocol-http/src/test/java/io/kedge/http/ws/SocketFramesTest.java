/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.http.watch.EventJson;
import io.kedge.model.Cause;
import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SocketFramesTest {

    private static Event put(String key, long revision) {
        return new Event(KeyValue.put(Key.utf8(key), new byte[] {'v'}, 1, revision, 2, 0, Cause.PUT), null);
    }

    private static final List<Event> EVENTS = List.of(put("a", 6), put("b", 6), put("a", 7));

    @Test
    void eachRevisionIsAFrame() {
        SocketFrames frames = new SocketFrames(new EventJson());
        List<List<Event>> revisions = SocketFrames.byRevision(EVENTS);
        assertThat(revisions).hasSize(2);
        assertThat(frames.revision(3, revisions.get(0), false))
                .isEqualTo("{\"id\":3,\"rev\":6,\"events\":[{\"op\":\"put\",\"key\":\"a\",\"value\":\"v\","
                        + "\"mod_revision\":6,\"create_revision\":1,\"version\":2},{\"op\":\"put\",\"key\":\"b\","
                        + "\"value\":\"v\",\"mod_revision\":6,\"create_revision\":1,\"version\":2}]}");
        assertThat(frames.revision(4, revisions.get(1), false)).startsWith("{\"id\":4,\"rev\":7,\"events\":[{");
    }

    @Test
    void theLastRevisionIsRemembered() {
        SocketFrames frames = new SocketFrames(new EventJson());
        List<Event> one = EVENTS.subList(0, 2);
        String first = frames.revision(3, one, false);
        assertThat(frames.revision(3, EVENTS.subList(0, 2), false)).isEqualTo(first);
        assertThat(frames.revision(3, EVENTS.subList(0, 1), false)).isNotEqualTo(first);
    }
}
