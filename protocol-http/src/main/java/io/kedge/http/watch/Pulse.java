/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * One timer for many streams: each member is called once in {@code slots} ticks, its neighbours at other ticks, so that
 * the work is spread. On the loop.
 */
public final class Pulse {

    /** Something that is called every now and then; it is in one pulse at most. */
    public abstract static class Member {

        private int slot;

        /** In its slot; -1 while it is in none. */
        private int place = -1;

        /** May end this member, or others. */
        protected abstract void pulse();
    }

    private final Vertx vertx;
    private final long timer;
    private final List<List<Member>> slots = new ArrayList<>();
    private int now;

    /** A member is called every {@code tickMillis * slotCount} milliseconds. */
    public Pulse(Vertx vertx, long tickMillis, int slotCount) {
        this.vertx = vertx;
        for (int i = 0; i < slotCount; i++) {
            slots.add(new ArrayList<>());
        }
        timer = vertx.setPeriodic(tickMillis, id -> tick());
    }

    /** It is called after a whole round for the first time. */
    public void add(Member member) {
        List<Member> slot = slots.get(now);
        member.slot = now;
        member.place = slot.size();
        slot.add(member);
    }

    /** Nothing if it is not here. */
    public void remove(Member member) {
        if (member.place < 0) {
            return;
        }
        List<Member> slot = slots.get(member.slot);
        Member last = slot.remove(slot.size() - 1);
        if (last != member) {
            slot.set(member.place, last);
            last.place = member.place;
        }
        member.place = -1;
    }

    private void tick() {
        now = (now + 1) % slots.size();
        List<Member> slot = slots.get(now);
        // From the last to the first: who leaves has its place taken by one that was called already.
        for (int i = slot.size() - 1; i >= 0; i = Math.min(i, slot.size()) - 1) {
            slot.get(i).pulse();
        }
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }
}
