/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EventLogTest {

    private final EventLog log = new EventLog();
    private final Item first = Item.created("a/1", "x", 2);
    private final Item second = first.replaced("y", 3, 7);

    EventLogTest() {
        log.put(first);
        log.put(second);
        log.put(Item.created("a/2", "z", 3));
        log.put(Item.created("b", "z", 4));
        log.delete("a/1", 5);
        log.put(Item.created("a/1", "again", 6));
    }

    @Test
    void showsThePast() {
        KeySet all = KeySet.prefixed("a/");
        assertThat(log.itemsAt(all, 1)).isEmpty();
        assertThat(log.itemsAt(all, 2)).containsExactly(first);
        assertThat(log.itemsAt(all, 4)).containsExactly(second, Item.created("a/2", "z", 3));
        assertThat(log.itemsAt(all, 5)).containsExactly(Item.created("a/2", "z", 3));
        assertThat(log.itemAt("a/1", 99)).isEqualTo(Item.created("a/1", "again", 6));
        assertThat(log.lastRevision()).isEqualTo(6);
    }

    @Test
    void givesAWatchWhatItAsksFor() {
        WatchRequest puts = new WatchRequest(KeySet.prefixed("a/"), 0, true, false, true);
        assertThat(log.wanted(puts, 3, 5)).extracting(WatchEvent::key).containsExactly("a/1", "a/2");
        WatchRequest one = WatchRequest.of(KeySet.single("a/1"), 0);
        assertThat(log.wanted(one, 2, 6)).extracting(WatchEvent::previous).containsExactly(null, first, second, null);
        assertThat(log.wanted(one, 2, 6)).extracting(WatchEvent::create).containsExactly(true, false, false, true);
        assertThat(log.wanted(one, 7, 6)).isEmpty();
    }

    @Test
    void refusesWhatIsOutOfOrder() {
        assertThatThrownBy(() -> log.put(Item.created("c", "x", 5))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.delete("a/1", 6)).isInstanceOf(IllegalArgumentException.class);
    }
}
