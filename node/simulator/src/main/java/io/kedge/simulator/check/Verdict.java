/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a search.
 *
 * @param order a linearization (of all parts, one part after the other), or on violation the longest beginning of one
 * @param stuck on violation: the operation that had ended and has no place after {@code order}
 * @param state the model's state after {@code order}
 * @param steps that the search took
 */
public record Verdict(
        Kind kind, List<Operation> order, @Nullable Operation stuck, String state, long steps) {

    /** What is known of a history. */
    public enum Kind {
        LINEARIZABLE,
        VIOLATION,
        /** The budget was spent. */
        UNKNOWN
    }

    public boolean isLinearizable() {
        return kind == Kind.LINEARIZABLE;
    }

    public boolean isViolation() {
        return kind == Kind.VIOLATION;
    }

    /** For people: the last operations that fit, the one that does not, and the state between them. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind + " after " + steps + " steps");
        if (stuck != null) {
            text.append("\nplaced ").append(order.size()).append(" operations, the last of them:");
            order.subList(Math.max(0, order.size() - 8), order.size())
                    .forEach(operation -> text.append("\n  ").append(operation));
            text.append("\nstate: ").append(state).append("\nno place for:\n  ").append(stuck);
        }
        return text.toString();
    }
}
