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
            case MIXED -> either(50, new PutOperation(keys), new RangeOperation(keys, false), seed);
            case MOSTLY_RANGE -> either(10, new PutOperation(keys), new RangeOperation(keys, false), seed);
        };
    }

    private static Supplier<Operation> always(Operation operation) {
        return () -> operation;
    }

    private static Supplier<Operation> either(int percentOfOne, Operation one, Operation other, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> random.nextInt(100) < percentOfOne ? one : other;
    }
}
