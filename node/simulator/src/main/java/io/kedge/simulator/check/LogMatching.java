/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.HashMap;
import java.util.Map;

/**
 * Two logs that agree in the term of an entry agree in that entry and all before (paper 5.3). Held by induction: an
 * index and a term have one content and one term before them, in every log that ever was.
 */
final class LogMatching extends Invariant {

    private static final long UNKNOWN = -1;

    private record Position(long index, long term) {}

    private record Link(long termBefore, long hash) {}

    private final Map<Position, Link> links = new HashMap<>();

    @Override
    void check(Observation seen) {
        LogView log = seen.now().log();
        for (long index = Math.max(seen.changedFrom(), log.firstIndex()); index <= log.lastIndex(); index++) {
            entry(seen.now().id(), log, index);
        }
    }

    private void entry(long member, LogView log, long index) {
        long term = log.term(index);
        long termBefore = index > log.firstIndex() ? log.term(index - 1) : UNKNOWN;
        require(termBefore <= term, () -> member + " has term " + term + " after " + termBefore + " at " + index);
        Link now = new Link(termBefore, log.hash(index));
        Link known = links.putIfAbsent(new Position(index, term), now);
        if (known == null) {
            return;
        }
        require(known.hash() == now.hash(), () -> member + " has another entry at " + index + " of term " + term);
        if (known.termBefore() == UNKNOWN) {
            links.put(new Position(index, term), now);
        } else {
            require(
                    termBefore == UNKNOWN || termBefore == known.termBefore(),
                    () -> member + " has term " + termBefore + " before " + index + ", others " + known.termBefore());
        }
    }
}
