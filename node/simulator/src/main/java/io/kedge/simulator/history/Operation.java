/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

/**
 * One call of a client. It took effect, if at all, between its two times, both included.
 *
 * @param number its place in the order of calls, from 0
 * @param client who called; a client may have several calls open
 * @param invokedAt time of the call, in any unit that all operations share
 * @param returnedAt time of the answer; {@link #NEVER} exactly if the outcome is unknown
 */
public record Operation(int number, int client, long invokedAt, long returnedAt, Request request, Outcome outcome) {

    /** Later than everything. */
    public static final long NEVER = Long.MAX_VALUE;

    public Operation {
        if (returnedAt < invokedAt || (returnedAt == NEVER) != (outcome instanceof Outcome.Unknown)) {
            throw new IllegalArgumentException("times and outcome do not fit: " + number + " " + outcome);
        }
    }

    public boolean isUnknown() {
        return returnedAt == NEVER;
    }

    /** Whether this had ended when {@code other} began. */
    public boolean precedes(Operation other) {
        return returnedAt < other.invokedAt;
    }

    public Operation withOutcome(Outcome other) {
        return new Operation(
                number, client, invokedAt, other.equals(Outcome.UNKNOWN) ? NEVER : returnedAt, request, other);
    }
}
