/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** Operations of all clients in the order of their calls. */
public record History(List<Operation> operations) {

    public History {
        List<Operation> sorted = new ArrayList<>(operations);
        sorted.sort(Comparator.comparingLong(Operation::invokedAt).thenComparingInt(Operation::number));
        operations = List.copyOf(sorted);
    }

    public int size() {
        return operations.size();
    }

    /** This history with every operation passed through {@code change}. */
    public History map(UnaryOperator<Operation> change) {
        return new History(operations.stream().map(change).toList());
    }

    /** The text form, which {@link HistoryReader} reads back. */
    @Override
    public String toString() {
        return HistoryPrinter.print(this);
    }
}
