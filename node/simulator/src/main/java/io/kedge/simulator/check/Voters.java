/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import java.util.Set;
import java.util.function.Predicate;

/**
 * Who decides, counted here and not by the code that is judged.
 *
 * @param outgoing the other majority while two must agree, else empty
 */
public record Voters(Set<Long> incoming, Set<Long> outgoing) {

    public Voters {
        incoming = Set.copyOf(incoming);
        outgoing = Set.copyOf(outgoing);
    }

    public static Voters of(Long... ids) {
        return new Voters(Set.of(ids), Set.of());
    }

    /** Whether those for which {@code yes} holds can decide. */
    public boolean isQuorum(Predicate<Long> yes) {
        return isMajority(incoming, yes) && (outgoing.isEmpty() || isMajority(outgoing, yes));
    }

    private static boolean isMajority(Set<Long> voters, Predicate<Long> yes) {
        return 2 * voters.stream().filter(yes).count() > voters.size();
    }
}
