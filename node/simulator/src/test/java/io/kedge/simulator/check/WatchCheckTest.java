/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.simulator.history.EventLog;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.WatchEvent;
import io.kedge.simulator.history.WatchRequest;
import io.kedge.simulator.history.WatchResponse;
import io.kedge.simulator.history.WatchStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WatchCheckTest {

    private static final WatchRequest ALL = new WatchRequest(KeySet.prefixed("a"), 2, true, false, false);

    private final EventLog log = new EventLog();
    private final WatchEvent made;
    private final WatchEvent changed;
    private final WatchEvent besides;
    private final WatchEvent deleted;
    private final WatchEvent again;

    /** Revision 2 makes a1; 3 changes a1 and makes a2; 4 is elsewhere; 5 deletes a1; 6 makes it again. */
    WatchCheckTest() {
        Item first = Item.created("a1", "x", 2);
        log.put(first);
        log.put(first.replaced("y", 3, 0));
        log.put(Item.created("a2", "z", 3));
        log.put(Item.created("b", "z", 4));
        log.delete("a1", 5);
        log.put(Item.created("a1", "w", 6));
        made = log.at(2).get(0);
        changed = log.at(3).get(0);
        besides = log.at(3).get(1);
        deleted = log.at(5).get(0);
        again = log.at(6).get(0);
    }

    private List<WatchFault> check(WatchRequest request, long created, WatchResponse... responses) {
        return WatchCheck.check(new WatchStream(request, created, List.of(responses)), log, 0);
    }

    private List<WatchRule> rules(WatchResponse... responses) {
        return check(ALL, 6, responses).stream()
                .map(WatchFault::rule)
                .distinct()
                .toList();
    }

    private static WatchResponse live(WatchEvent... events) {
        return WatchResponse.events(events[events.length - 1].revision(), List.of(events));
    }

    private static WatchResponse progress(long revision) {
        return WatchResponse.progress(revision);
    }

    @Test
    void soundStreamsHaveNoFault() {
        assertThat(rules()).isEmpty();
        assertThat(rules(live(made), live(changed, besides), live(deleted), live(again)))
                .isEmpty();
        assertThat(rules(WatchResponse.events(9, List.of(made, changed, besides, deleted)), progress(5), live(again)))
                .isEmpty();
        assertThat(rules(live(made), live(changed, besides), progress(4), progress(4), live(deleted)))
                .isEmpty();
        assertThat(rules(live(made), WatchResponse.canceled(0))).isEmpty();
    }

    @Test
    void aStreamFromNowOnBeginsAfterItsCreation() {
        WatchRequest request = new WatchRequest(KeySet.single("a1"), 0, false, false, false);
        WatchEvent bare = deleted.withPrevious(null);
        assertThat(check(request, 4, live(bare))).isEmpty();
        assertThat(check(request, 3, progress(4), live(bare))).isEmpty();
        assertThat(check(request, 0, live(bare))).isEmpty();
        assertThat(check(request, 2, live(bare))).extracting(WatchFault::rule).containsExactly(WatchRule.RELIABLE);
        assertThat(check(request, 5, live(bare))).extracting(WatchFault::rule).contains(WatchRule.FILTER);
    }

    @Test
    void whatWasNotAskedForIsFound() {
        assertThat(rules(live(made), live(changed, besides), live(log.at(4).get(0))))
                .contains(WatchRule.FILTER);
        WatchRequest noDeletes = new WatchRequest(KeySet.prefixed("a"), 5, true, false, true);
        assertThat(check(noDeletes, 6, live(again))).isEmpty();
        assertThat(check(noDeletes, 6, live(deleted), live(again)))
                .extracting(WatchFault::rule)
                .contains(WatchRule.FILTER);
        WatchRequest late = WatchRequest.of(KeySet.prefixed("a"), 6);
        assertThat(check(late, 6, live(deleted.withPrevious(null))))
                .extracting(WatchFault::rule)
                .contains(WatchRule.FILTER);
    }

    @Test
    void disorderIsFound() {
        assertThat(rules(live(made), live(deleted), live(changed, besides))).contains(WatchRule.ORDERED);
    }

    @Test
    void aRepetitionIsFound() {
        assertThat(rules(live(made), live(made))).contains(WatchRule.UNIQUE);
        assertThat(rules(live(made, made))).contains(WatchRule.UNIQUE);
    }

    @Test
    void aSplitRevisionIsFound() {
        assertThat(rules(live(made), live(changed), live(besides))).containsExactly(WatchRule.ATOMIC);
    }

    @Test
    void aProgressThatOvertakesIsFound() {
        assertThat(rules(live(made), progress(3), live(changed, besides))).contains(WatchRule.BOOKMARKABLE);
        assertThat(rules(live(made), progress(3))).contains(WatchRule.BOOKMARKABLE, WatchRule.RELIABLE);
        assertThat(rules(live(made), live(changed, besides), progress(2))).containsExactly(WatchRule.BOOKMARKABLE);
        assertThat(rules(progress(1))).containsExactly(WatchRule.BOOKMARKABLE);
        assertThat(rules(progress(2), live(made))).contains(WatchRule.BOOKMARKABLE);
    }

    @Test
    void aWrongBeginningIsFound() {
        assertThat(rules(live(changed, besides))).contains(WatchRule.RESUMABLE, WatchRule.RELIABLE);
    }

    @Test
    void aGapIsFound() {
        assertThat(rules(live(made), live(deleted))).containsExactly(WatchRule.RELIABLE);
        assertThat(rules(live(made), live(besides), live(deleted))).containsExactly(WatchRule.RELIABLE);
        Item other = Item.created("a1", "never", 2);
        assertThat(rules(live(WatchEvent.put(other, null)))).containsExactly(WatchRule.RELIABLE);
    }

    @Test
    void aWrongPreviousValueIsFound() {
        assertThat(rules(live(made), live(changed.withPrevious(null), besides))).containsExactly(WatchRule.PREVIOUS);
        assertThat(rules(live(made), live(changed, besides.withPrevious(made.item()))))
                .containsExactly(WatchRule.PREVIOUS);
        WatchRequest bare = WatchRequest.of(KeySet.prefixed("a"), 3);
        assertThat(check(bare, 6, live(changed, besides)))
                .extracting(WatchFault::rule)
                .containsExactly(WatchRule.PREVIOUS);
        WatchStream old = new WatchStream(ALL, 6, List.of(live(made), live(changed.withPrevious(null), besides)));
        assertThat(WatchCheck.check(old, log, 3)).isEmpty();
        assertThat(WatchCheck.check(old, log, 2)).hasSize(1);
    }

    @Test
    void aWrongCreationIsFound() {
        WatchEvent wrong = new WatchEvent(true, changed.item(), true, changed.previous());
        assertThat(rules(live(made), live(wrong, besides))).containsExactly(WatchRule.CREATE);
        WatchEvent missed = new WatchEvent(true, again.item(), false, null);
        assertThat(rules(live(made), live(changed, besides), live(deleted), live(missed)))
                .containsExactly(WatchRule.CREATE);
    }

    @Test
    void anIllFormedStreamIsFound() {
        assertThat(rules(WatchResponse.events(1, List.of(made)))).containsExactly(WatchRule.WELL_FORMED);
        assertThat(rules(WatchResponse.canceled(0), live(made))).containsExactly(WatchRule.WELL_FORMED);
        assertThat(rules(live(made), WatchResponse.canceled(2))).containsExactly(WatchRule.WELL_FORMED);
        assertThat(rules(live(made), WatchResponse.canceled(4))).isEmpty();
    }

    /** Streams cut at random out of random logs are sound; without one of their events they are not. */
    @Test
    void randomStreams() {
        int broken = 0;
        for (long seed = 1; seed <= 300; seed++) {
            RandomHistory history = new RandomHistory(seed, 60, 1, 0);
            SplittableRandom random = new SplittableRandom(seed);
            long start = 2 + random.nextInt(10);
            KeySet keys = random.nextBoolean() ? KeySet.prefixed("k") : KeySet.single("k1");
            WatchRequest request = new WatchRequest(keys, start, true, random.nextInt(4) == 0, random.nextInt(4) == 0);
            List<WatchResponse> responses = responses(request, history.log, random);
            WatchStream sound = new WatchStream(request, 1, responses);
            assertThat(WatchCheck.check(sound, history.log, 0))
                    .as("seed %s", seed)
                    .isEmpty();
            int victim = random.nextInt(Math.max(1, responses.size() - 1));
            if (!responses.isEmpty() && responses.get(victim).kind() == WatchResponse.Kind.EVENTS) {
                WatchResponse whole = responses.get(victim);
                List<WatchEvent> fewer =
                        whole.events().subList(1, whole.events().size());
                responses.set(victim, WatchResponse.events(whole.revision(), fewer));
                responses.add(WatchResponse.progress(history.log.lastRevision()));
                assertThat(WatchCheck.check(new WatchStream(request, 1, responses), history.log, 0))
                        .as("seed %s", seed)
                        .extracting(WatchFault::rule)
                        .contains(WatchRule.RELIABLE);
                broken++;
            }
        }
        assertThat(broken).isGreaterThan(150);
    }

    private static List<WatchResponse> responses(WatchRequest request, EventLog log, SplittableRandom random) {
        List<WatchResponse> responses = new ArrayList<>();
        long from = request.startRevision();
        while (from <= log.lastRevision()) {
            long to = from + (random.nextInt(5) == 0 ? random.nextInt(6) : 0);
            List<WatchEvent> events = log.wanted(request, from, to);
            if (!events.isEmpty()) {
                responses.add(WatchResponse.events(Math.max(to, log.lastRevision() - random.nextInt(2)), events));
            }
            if (random.nextInt(6) == 0) {
                responses.add(WatchResponse.progress(to));
            }
            from = to + 1;
        }
        return responses;
    }
}
