/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.Operation;
import java.util.Arrays;
import java.util.List;

/** The orders that replies showed, of the operations not yet placed; knows the smallest of them. */
final class Outstanding {

    private final long[] orders;
    private final int[] counts;
    /** For each operation its index in {@code orders}, or -1. */
    private final int[] ranks;
    /** Invariant: counts below are 0. */
    private int lowest;

    <S> Outstanding(Model<S> model, List<Operation> operations) {
        long[] each = operations.stream().mapToLong(model::order).toArray();
        orders = Arrays.stream(each)
                .filter(order -> order != Model.UNORDERED)
                .distinct()
                .sorted()
                .toArray();
        counts = new int[orders.length];
        ranks = new int[each.length];
        for (int bit = 0; bit < each.length; bit++) {
            ranks[bit] = each[bit] == Model.UNORDERED ? -1 : Arrays.binarySearch(orders, each[bit]);
            giveBack(bit);
        }
    }

    void take(int bit) {
        if (ranks[bit] >= 0) {
            counts[ranks[bit]]--;
            while (lowest < counts.length && counts[lowest] == 0) {
                lowest++;
            }
        }
    }

    void giveBack(int bit) {
        if (ranks[bit] >= 0) {
            counts[ranks[bit]]++;
            lowest = Math.min(lowest, ranks[bit]);
        }
    }

    /** The smallest order left, or {@link Model#UNORDERED}. */
    long lowest() {
        return lowest < orders.length ? orders[lowest] : Model.UNORDERED;
    }
}
