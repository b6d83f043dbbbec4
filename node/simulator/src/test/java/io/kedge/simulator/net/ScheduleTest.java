/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private final List<String> lines = new ArrayList<>();
    private final Schedule schedule = new Schedule(Trace.to(lines::add));
    private final List<String> happened = new ArrayList<>();

    private void plan(Actor actor, long delayNanos, String what) {
        actor.after(delayNanos, what, () -> happened.add(what + "@" + schedule.nowNanos()));
    }

    @Test
    void eventsHappenByTimeAndOfOneInstantInTheirOrder() {
        Actor actor = schedule.actor("a");
        plan(actor, 5, "c");
        plan(actor, 3, "a");
        plan(actor, 5, "d");
        plan(actor, 3, "b");
        actor.after(4, "more", () -> plan(actor, 1, "e"));
        schedule.runUntil(100);
        assertThat(happened).containsExactly("a@3", "b@3", "c@5", "d@5", "e@5");
        assertThat(schedule.nowNanos()).isEqualTo(100);
        assertThat(schedule.happened()).isEqualTo(6);
        assertThat(schedule.step()).isFalse();
        assertThat(lines).hasSize(6).first().asString().endsWith("a a");
        assertThatThrownBy(() -> plan(actor, -1, "past")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEndedActorDoesNothingMore() {
        Actor one = schedule.actor("one");
        Actor two = schedule.actor("two");
        plan(one, 5, "lost");
        plan(two, 5, "kept");
        schedule.after(4, "crash", one::end);
        schedule.runUntil(10);
        assertThat(happened).containsExactly("kept@5");
        assertThat(schedule.pending()).isZero();
        assertThat(one.hasEnded()).isTrue();
    }

    @Test
    void aPausedActorDoesLaterWhatItMissedInOrder() {
        Actor actor = schedule.actor("a");
        plan(actor, 9, "b");
        plan(actor, 5, "a");
        plan(actor, 30, "c");
        schedule.after(4, "stop", () -> actor.pause(16));
        schedule.runUntil(100);
        assertThat(happened).containsExactly("a@20", "b@20", "c@30");
    }

    @Test
    void aTickComesAgainAndIsNotMadeUpFor() {
        Actor actor = schedule.actor("a");
        actor.every(10, "tick", () -> happened.add("tick@" + schedule.nowNanos()));
        schedule.after(25, "stop", () -> actor.pause(30));
        schedule.runUntil(70);
        assertThat(happened).containsExactly("tick@10", "tick@20", "tick@55", "tick@65");
        actor.end();
        schedule.runUntil(200);
        assertThat(happened).hasSize(4);
    }
}
