/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import java.util.function.IntSupplier;

/** 0, 1, 2, … below a bound, then -1 for ever. */
final class Counter implements IntSupplier {

    private final int bound;
    private int next;

    Counter(int bound) {
        this.bound = bound;
    }

    @Override
    public int getAsInt() {
        return next < bound ? next++ : -1;
    }
}
