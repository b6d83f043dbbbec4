/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.net;

import java.util.ArrayDeque;
import java.util.List;

/** The way from one member to another. Several disruptions may cut or clog it at once; it is free when all are over. */
final class Link<M> {

    /** A message on its way; {@code sequence} counts what its link was given. */
    record Letter<M>(M message, long sequence) {}

    final long from;
    final long to;
    final String name;
    private final ArrayDeque<Letter<M>> held = new ArrayDeque<>();
    private int cuts;
    private int clogs;
    private long sequence;
    private long newestDelivered = -1;
    private long lastArrivalNanos;

    Link(long from, long to) {
        this.from = from;
        this.to = to;
        this.name = from + ">" + to;
    }

    Letter<M> letter(M message) {
        return new Letter<>(message, sequence++);
    }

    /** An arrival time at which nothing is overtaken. */
    long inOrder(long arrivalNanos) {
        lastArrivalNanos = Math.max(lastArrivalNanos, arrivalNanos);
        return lastArrivalNanos;
    }

    /** Remembers a delivery; true if a newer message was delivered before. */
    boolean deliveredBehind(Letter<M> letter) {
        boolean behind = letter.sequence() < newestDelivered;
        newestDelivered = Math.max(newestDelivered, letter.sequence());
        return behind;
    }

    boolean isCut() {
        return cuts > 0;
    }

    boolean isClogged() {
        return clogs > 0;
    }

    void cut(int change) {
        cuts += change;
    }

    void clog(int change) {
        clogs += change;
    }

    void hold(Letter<M> letter) {
        held.add(letter);
    }

    int heldCount() {
        return held.size();
    }

    /** Everything held, in the order of its coming; nothing is held afterwards. */
    List<Letter<M>> release() {
        List<Letter<M>> burst = List.copyOf(held);
        held.clear();
        return burst;
    }
}
