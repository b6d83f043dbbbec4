/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.HashMap;
import java.util.Map;

/** A linearizable read waits for all that was committed anywhere when it began; and it is answered once. */
final class ReadBounds {

    private static final String NAME = "ReadIndexBound";

    /** Who reads, in which life, under which number of its own. */
    private record Read(long member, int life, long number) {}

    private final Map<Read, Long> open = new HashMap<>();

    void began(long member, int life, long number, long committed) {
        if (open.put(new Read(member, life, number), committed) != null) {
            throw new InvariantViolation(NAME, member + " uses the number of an open read: " + number);
        }
    }

    void answered(long member, int life, long number, long index) {
        Long bound = open.remove(new Read(member, life, number));
        if (bound == null) {
            throw new InvariantViolation(NAME, member + " answers a read that is not open: " + number);
        }
        if (index < bound) {
            throw new InvariantViolation(NAME, member + " reads at " + index + ", " + bound + " was committed before");
        }
    }

    void failed(long member, int life, long number) {
        open.remove(new Read(member, life, number));
    }
}
