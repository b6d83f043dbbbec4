/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** first - 1 <= snapshot <= applied <= commit <= last, and durable term <= term. */
final class IndexOrder extends Invariant {

    @Override
    void check(Observation seen) {
        MemberView now = seen.now();
        require(
                now.firstIndex() - 1 <= now.snapshotIndex()
                        && now.snapshotIndex() <= now.appliedIndex()
                        && now.appliedIndex() <= now.commitIndex()
                        && now.commitIndex() <= now.lastIndex(),
                () -> now.id() + ": first " + now.firstIndex() + ", snapshot " + now.snapshotIndex() + ", applied "
                        + now.appliedIndex() + ", commit " + now.commitIndex() + ", last " + now.lastIndex());
        require(
                now.durableTerm() <= now.term(),
                () -> now.id() + ": term " + now.term() + " is behind its disk's " + now.durableTerm());
    }
}
