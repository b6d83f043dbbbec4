/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls of known outcome, and their answers, in the order of time: a doubly linked list from which an operation can be
 * taken and to which it can be given back, last taken first. Of one instant the calls come first: what touches is
 * concurrent.
 */
final class Timeline {

    /** A call or an answer, or the list's head. */
    static final class Point {
        final @Nullable Operation operation;
        /** The operation's number in this list. */
        final int bit;

        final boolean isCall;
        /** Of a call: its answer. */
        @Nullable
        Point answer;

        @Nullable
        Point before;

        @Nullable
        Point after;

        Point(@Nullable Operation operation, int bit, boolean isCall) {
            this.operation = operation;
            this.bit = bit;
            this.isCall = isCall;
        }

        private long time() {
            if (operation == null) {
                return Long.MIN_VALUE;
            }
            return isCall ? operation.invokedAt() : operation.returnedAt();
        }

        private void leave() {
            if (before != null) {
                before.after = after;
            }
            if (after != null) {
                after.before = before;
            }
        }

        private void comeBack() {
            if (before != null) {
                before.after = this;
            }
            if (after != null) {
                after.before = this;
            }
        }
    }

    private final Point head = new Point(null, -1, false);
    /** Operations that are not taken. */
    private int open;

    Timeline(List<Operation> operations) {
        List<Point> points = new ArrayList<>();
        for (int bit = 0; bit < operations.size(); bit++) {
            Operation operation = operations.get(bit);
            Point call = new Point(operation, bit, true);
            call.answer = new Point(operation, bit, false);
            points.add(call);
            points.add(call.answer);
            open++;
        }
        points.sort(Comparator.comparingLong(Point::time).thenComparing(point -> !point.isCall));
        Point last = head;
        for (Point point : points) {
            last.after = point;
            point.before = last;
            last = point;
        }
    }

    /** The first call or answer left; there must be one. */
    Point first() {
        return Objects.requireNonNull(head.after, "nothing is left");
    }

    /** The first answer left: nothing called later may be taken yet. */
    Point firstAnswer() {
        Point point = first();
        while (point.isCall) {
            point = Objects.requireNonNull(point.after, "every call has its answer behind it");
        }
        return point;
    }

    boolean hasOpen() {
        return open > 0;
    }

    void take(Point call) {
        call.leave();
        Objects.requireNonNull(call.answer, "only a call is taken").leave();
        open--;
    }

    void giveBack(Point call) {
        Objects.requireNonNull(call.answer, "only a call is given back").comeBack();
        call.comeBack();
        open++;
    }
}
