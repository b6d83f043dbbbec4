/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.net;

/** Whose events can be stopped or held up together; made by {@link Schedule#actor}. */
public final class Actor {

    private final Schedule schedule;
    private final String name;
    private boolean ended;
    private long pausedUntilNanos;

    Actor(Schedule schedule, String name) {
        this.schedule = schedule;
        this.name = name;
    }

    /** Schedules an event of this actor; it does not happen if the actor has ended by then. */
    public void after(long delayNanos, String what, Runnable action) {
        schedule.add(this, delayNanos, what, action);
    }

    /** First after {@code periodNanos}, then again and again; a pause leaves one of those that it swallowed. */
    public void every(long periodNanos, String what, Runnable action) {
        after(periodNanos, what, () -> {
            every(periodNanos, what, action);
            action.run();
        });
    }

    /** None of its events happens from now on: a crash. */
    public void end() {
        ended = true;
    }

    public boolean hasEnded() {
        return ended;
    }

    /** Its events of the next {@code nanos} happen only then, all at once: a stopped process, a collected heap. */
    public void pause(long nanos) {
        pausedUntilNanos = Math.max(pausedUntilNanos, schedule.nowNanos() + nanos);
    }

    public boolean isPaused() {
        return !ended && pausedUntilNanos > schedule.nowNanos();
    }

    long pausedUntilNanos() {
        return pausedUntilNanos;
    }

    public String name() {
        return name;
    }
}
