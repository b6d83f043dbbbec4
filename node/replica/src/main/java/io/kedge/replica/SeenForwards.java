/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which forwarded writes have come in, so that one that the network repeats is not taken twice. Remembers the last
 * {@link #WINDOW} sequence numbers of each of the last lives of each origin; what is older in a life counts as seen.
 */
final class SeenForwards {

    static final int WINDOW = 1 << 14;

    /** Of one origin; a repetition from before as many restarts has no connection left to arrive on. */
    private static final int LIVES_MAX = 8;

    /** An origin's sequences start at a random number in each of its lives. */
    private static final long OTHER_LIFE = 1L << 40;

    private static final class Life {
        final BitSet seen = new BitSet(WINDOW);
        long highest;

        Life(long first) {
            highest = first;
        }

        boolean covers(long sequence) {
            long ahead = sequence - highest;
            return ahead < OTHER_LIFE && ahead > -OTHER_LIFE;
        }

        boolean add(long sequence) {
            long ahead = sequence - highest;
            if (ahead <= -WINDOW) {
                return false;
            }
            if (ahead > 0) {
                forget(ahead);
                highest = sequence;
            }
            int slot = slot(sequence);
            boolean isNew = !seen.get(slot);
            seen.set(slot);
            return isNew;
        }

        /** Makes room for the next {@code count} sequences. */
        private void forget(long count) {
            if (count >= WINDOW) {
                seen.clear();
                return;
            }
            for (long i = 1; i <= count; i++) {
                seen.clear(slot(highest + i));
            }
        }

        private static int slot(long sequence) {
            return (int) (sequence & WINDOW - 1);
        }
    }

    private final Map<Long, ArrayDeque<Life>> origins = new HashMap<>();

    /** False if it was seen before, or could have been. */
    boolean add(long origin, long sequence) {
        ArrayDeque<Life> lives = origins.computeIfAbsent(origin, id -> new ArrayDeque<>());
        for (Life life : lives) {
            if (life.covers(sequence)) {
                return life.add(sequence);
            }
        }
        if (lives.size() == LIVES_MAX) {
            lives.removeLast();
        }
        Life life = new Life(sequence);
        lives.addFirst(life);
        return life.add(sequence);
    }
}
