/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** What never falls: while a member lives its term and indexes, across its lives what is on its disk. */
final class MonotoneNumbers extends Invariant {

    @Override
    void check(Observation seen) {
        MemberView now = seen.now();
        MemberView before = seen.before();
        if (before == null) {
            return;
        }
        rises(now, "durable term", before.durableTerm(), now.durableTerm());
        rises(now, "snapshot", before.snapshotIndex(), now.snapshotIndex());
        if (!seen.isNewLife()) {
            rises(now, "term", before.term(), now.term());
            rises(now, "commit", before.commitIndex(), now.commitIndex());
            rises(now, "applied", before.appliedIndex(), now.appliedIndex());
            rises(now, "first", before.firstIndex(), now.firstIndex());
        }
    }

    private void rises(MemberView view, String what, long before, long now) {
        require(before <= now, () -> view.id() + ": " + what + " fell from " + before + " to " + now);
    }
}
