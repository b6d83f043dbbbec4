/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.Operation;
import io.kedge.simulator.history.Request;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operations of unknown outcome, in the order of their calls: each may be taken once it is called, or never. */
final class Lost {

    private final List<Operation> operations;
    private final int firstBit;
    /** For each the one before it with the same request, or -1: of those the first is as good as any. */
    private final int[] twins;

    /** @param firstBit the number of the first of them among all operations */
    Lost(List<Operation> operations, int firstBit) {
        this.operations = operations;
        this.firstBit = firstBit;
        this.twins = new int[operations.size()];
        Map<Request, Integer> last = new HashMap<>();
        for (int i = 0; i < twins.length; i++) {
            Integer twin = last.put(operations.get(i).request(), i);
            twins[i] = twin == null ? -1 : twin;
        }
    }

    /** The first one from {@code from} on that is not taken and was called by {@code time}, or -1. */
    int next(int from, BitSet taken, long time) {
        for (int i = from; i < twins.length && operations.get(i).invokedAt() <= time; i++) {
            boolean twinIsFree = twins[i] >= 0 && !taken.get(bit(twins[i]));
            if (!taken.get(bit(i)) && !twinIsFree) {
                return i;
            }
        }
        return -1;
    }

    Operation get(int index) {
        return operations.get(index);
    }

    int bit(int index) {
        return firstBit + index;
    }
}
