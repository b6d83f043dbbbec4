/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls and answers in the order of time, as a doubly linked list from which an operation can be taken and to which it
 * can be given back, last taken first. Of one instant the calls come first: what touches is concurrent.
 */
final class Timeline {

    /** A call or an answer, or the list's head. */
    static final class Point {
        final @Nullable Operation operation;
        /** The operation's number in this list. */
        final int bit;

        final boolean isCall;
        /** Of a call: its answer, if it has one. */
        @Nullable Point answer;

        @Nullable Point before;
        @Nullable Point after;

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
    /** Operations with an answer that are not taken. */
    private int open;

    Timeline(List<Operation> operations) {
        List<Point> points = new ArrayList<>();
        for (int bit = 0; bit < operations.size(); bit++) {
            Operation operation = operations.get(bit);
            Point call = new Point(operation, bit, true);
            points.add(call);
            if (!operation.isUnknown()) {
                call.answer = new Point(operation, bit, false);
                points.add(call.answer);
                open++;
            }
        }
        points.sort(Comparator.comparingLong(Point::time).thenComparing(point -> !point.isCall));
        Point last = head;
        for (Point point : points) {
            last.after = point;
            point.before = last;
            last = point;
        }
    }

    @Nullable Point first() {
        return head.after;
    }

    boolean hasOpen() {
        return open > 0;
    }

    void take(Point call) {
        call.leave();
        if (call.answer != null) {
            call.answer.leave();
            open--;
        }
    }

    void giveBack(Point call) {
        if (call.answer != null) {
            call.answer.comeBack();
            open++;
        }
        call.comeBack();
    }
}
