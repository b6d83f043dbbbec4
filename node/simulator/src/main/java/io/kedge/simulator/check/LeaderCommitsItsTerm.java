/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** Counting copies, a leader commits an entry of its own term, and by it all before (paper 5.4.2). */
final class LeaderCommitsItsTerm extends Invariant {

    @Override
    void check(Observation seen) {
        MemberView now = seen.now();
        MemberView before = seen.before();
        if (before == null
                || seen.isNewLife()
                || !now.leads()
                || !before.leads()
                || before.term() != now.term()
                || before.commitIndex() >= now.commitIndex()
                || !now.log().holds(now.commitIndex())) {
            return;
        }
        long term = now.log().term(now.commitIndex());
        require(
                term == now.term(),
                () -> now.id() + " leads term " + now.term() + " and commits up to " + now.commitIndex() + " of term "
                        + term);
    }
}
