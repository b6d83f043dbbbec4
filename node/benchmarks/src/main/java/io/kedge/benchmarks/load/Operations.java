/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Which operation a unary workload sends next. */
final class Operations {

    private Operations() {}

    static Supplier<Operation> of(Generator.Kind kind, KeySpace keys, long seed) {
        return switch (kind) {
            case PUT -> always(new PutOperation(keys));
            case RANGE -> always(new RangeOperation(keys, false));
            case SERIALIZABLE_RANGE -> always(new RangeOperation(keys, true));
            case TXN -> always(new TxnOperation(keys));
            case MIXED -> either(new PutOperation(keys), new RangeOperation(keys, false), seed);
        };
    }

    private static Supplier<Operation> always(Operation operation) {
        return () -> operation;
    }

    private static Supplier<Operation> either(Operation one, Operation other, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> random.nextBoolean() ? one : other;
    }
}
