/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store does with one operation at a time.
 *
 * @param <S> its state: immutable, with equality by value
 */
public interface Model<S> {

    /** No place in the order is known. */
    long UNORDERED = Long.MAX_VALUE;

    S initial();

    /**
     * The state after {@code operation} takes effect in {@code state}, or null if it cannot do so with the outcome its
     * client saw. Of unknown outcome anything is right; null then says that it has no effect here.
     */
    @Nullable
    S step(S state, Operation operation);

    /** Whether the operation is judged at all; what had no effect and shows nothing is not. */
    default boolean concerns(Operation operation) {
        return true;
    }

    /** Parts that are linearizable exactly if the whole is; by default one. */
    default List<List<Operation>> parts(List<Operation> operations) {
        return List.of(operations);
    }

    /**
     * The {@link #position} of the state that this operation leaves, as its client saw it, or {@link #UNORDERED}. It
     * only makes the search shorter.
     */
    default long order(Operation operation) {
        return UNORDERED;
    }

    /** A number that never falls from a state to the next. */
    default long position(S state) {
        return Long.MIN_VALUE;
    }
}
