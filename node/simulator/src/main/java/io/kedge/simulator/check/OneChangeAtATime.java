/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/**
 * A leader appends a change of members only when the one before is committed, and only after it has committed in its
 * own term (dissertation, erratum on single-server changes). What leaders before it had committed it may not know yet.
 */
final class OneChangeAtATime extends Invariant {

    private final Commitments commitments;

    OneChangeAtATime(Commitments commitments) {
        this.commitments = commitments;
    }

    @Override
    void check(Observation seen) {
        MemberView now = seen.now();
        if (!now.leads() || seen.changedFrom() > now.lastIndex()) {
            return;
        }
        int open = 0;
        for (long index = now.commitIndex() + 1; index <= now.lastIndex(); index++) {
            if (now.log().changesMembers(index)) {
                long at = index;
                boolean own = now.log().term(index) == now.term();
                open += own || index > commitments.highest() ? 1 : 0;
                Commitments.Entry committed = commitments.at(now.commitIndex());
                require(
                        !own || committed == null || committed.term() == now.term(),
                        () -> now.id() + " changes the members at " + at + " before it has committed in its term "
                                + now.term());
            }
        }
        int changes = open;
        require(open <= 1, () -> now.id() + " has " + changes + " changes of members under way");
    }
}
