/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** A leader holds every entry committed in an earlier term (paper 5.4). Looked at when it begins to lead. */
final class LeaderCompleteness extends Invariant {

    private final Commitments commitments;

    LeaderCompleteness(Commitments commitments) {
        this.commitments = commitments;
    }

    @Override
    void check(Observation seen) {
        MemberView now = seen.now();
        MemberView before = seen.before();
        boolean ledBefore = before != null && !seen.isNewLife() && before.leads() && before.term() == now.term();
        if (!now.leads() || ledBefore) {
            return;
        }
        for (long index = now.log().firstIndex(); index <= commitments.highest(); index++) {
            long at = index;
            Commitments.Entry entry = commitments.at(index);
            if (entry != null && entry.term() < now.term()) {
                require(
                        now.log().holds(at)
                                && now.log().term(at) == entry.term()
                                && now.log().hash(at) == entry.hash(),
                        () -> now.id() + " leads term " + now.term() + " without " + at + " of term " + entry.term());
            }
        }
    }
}
