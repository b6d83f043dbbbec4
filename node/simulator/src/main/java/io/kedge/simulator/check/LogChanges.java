/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.Arrays;

/**
 * Finds what is new in one member's log, in time that grows with what is new: it compares terms from the end backwards
 * until one is as before. That one term is equal makes what lies before it equal by log matching, which is checked for
 * every entry when it is new; at each start of the member the whole log is new.
 */
final class LogChanges {

    private static final long NONE = -1;

    /** Terms of the entries from {@code first} on. */
    private long[] terms = new long[16];

    private long first = 1;
    private long last;
    private int life = -1;

    /** The lowest index whose entry is new; beyond the last one if none is. */
    long changedFrom(MemberView view) {
        LogView log = view.log();
        if (view.life() != life) {
            life = view.life();
            first = log.firstIndex();
            last = first - 1;
        }
        long index = log.lastIndex();
        while (index >= log.firstIndex() && known(index) != log.term(index)) {
            index--;
        }
        long from = index + 1;
        remember(log, from);
        return from;
    }

    private long known(long index) {
        return index >= first && index <= last ? terms[(int) (index - first)] : NONE;
    }

    private void remember(LogView log, long from) {
        if (from <= first || from > last + 1) {
            first = log.firstIndex();
            from = first;
        }
        last = log.lastIndex();
        int size = (int) (last - first + 1);
        if (terms.length < size) {
            terms = Arrays.copyOf(terms, 2 * size);
        }
        for (long index = from; index <= last; index++) {
            terms[(int) (index - first)] = log.holds(index) ? log.term(index) : NONE;
        }
    }
}
