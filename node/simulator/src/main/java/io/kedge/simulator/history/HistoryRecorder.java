/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects a history while it happens; one thread. Events of one instant keep the order in which they are told: each
 * gets a time of its own.
 */
public final class HistoryRecorder {

    private final List<Operation> operations = new ArrayList<>();
    private long last = Long.MIN_VALUE;

    /** A call begins; returns its number, by which its end is told. Never told an end, it stays unknown. */
    public int invoke(int client, long time, Request request) {
        int number = operations.size();
        operations.add(new Operation(number, client, stamp(time), Operation.NEVER, request, Outcome.UNKNOWN));
        return number;
    }

    public void ok(int number, long time, Response response) {
        end(number, time, new Outcome.Ok(response));
    }

    /** The operation certainly had no effect. */
    public void failed(int number, long time, Reason reason) {
        end(number, time, new Outcome.Failed(reason));
    }

    /** All that was told so far; calls still open are unknown. */
    public History history() {
        return new History(operations);
    }

    private void end(int number, long time, Outcome outcome) {
        Operation open = operations.get(number);
        if (!open.isUnknown()) {
            throw new IllegalStateException("ended twice: " + open);
        }
        operations.set(
                number, new Operation(number, open.client(), open.invokedAt(), stamp(time), open.request(), outcome));
    }

    private long stamp(long time) {
        last = Math.max(time, last + 1);
        return last;
    }
}
