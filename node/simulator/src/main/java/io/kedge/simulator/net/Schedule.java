/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.net;

import java.util.PriorityQueue;

/**
 * Simulated time: events that each happen at their instant, one after the other; of one instant in the order in which
 * they were scheduled. Time stands still while an event runs. One thread.
 */
public final class Schedule {

    private record Event(long atNanos, long sequence, Actor actor, String what, Runnable action)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /** Far more than happen in any stretch of time that is asked for. */
    private static final int RUN_EVENTS_MAX = 200_000;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Trace trace;
    private final Actor world = new Actor(this, "world");
    private long nowNanos;
    private long sequence;
    private long happened;

    public Schedule(Trace trace) {
        this.trace = trace;
    }

    /** Since the beginning. */
    public long nowNanos() {
        return nowNanos;
    }

    /** Somebody whose events stop when it ends and wait while it is paused: one life of a member, a client. */
    public Actor actor(String name) {
        return new Actor(this, name);
    }

    /** An event of nobody's. */
    public void after(long delayNanos, String what, Runnable action) {
        world.after(delayNanos, what, action);
    }

    void add(Actor actor, long delayNanos, String what, Runnable action) {
        if (delayNanos < 0) {
            throw new IllegalArgumentException("before now: " + what);
        }
        events.add(new Event(nowNanos + delayNanos, sequence++, actor, what, action));
    }

    /** Lets the next event happen; false if there is none. */
    public boolean step() {
        while (!events.isEmpty()) {
            if (next()) {
                return true;
            }
        }
        return false;
    }

    /** Lets all events up to {@code nanos} happen, and moves time there; throws if they come to no end. */
    public void runUntil(long nanos) {
        long most = happened + RUN_EVENTS_MAX;
        while (!events.isEmpty() && events.element().atNanos() <= nanos) {
            next();
            if (happened > most) {
                throw new IllegalStateException("endless events at " + nowNanos);
            }
        }
        nowNanos = Math.max(nowNanos, nanos);
    }

    /** Takes one event; false if its actor has ended or has to wait. */
    private boolean next() {
        Event event = events.remove();
        nowNanos = event.atNanos();
        Actor actor = event.actor();
        if (actor.isPaused()) {
            // Back in the order in which they come up, so what waited keeps its order.
            events.add(new Event(actor.pausedUntilNanos(), sequence++, actor, event.what(), event.action()));
        } else if (!actor.hasEnded()) {
            happened++;
            trace.line(nowNanos, actor.name() + " " + event.what());
            event.action().run();
            return true;
        }
        return false;
    }

    /** A line in the trace without an event. */
    public void note(String what) {
        trace.line(nowNanos, what);
    }

    /** Events that happened. */
    public long happened() {
        return happened;
    }

    /** Events still to come, those of ended actors included. */
    public int pending() {
        return events.size();
    }
}
