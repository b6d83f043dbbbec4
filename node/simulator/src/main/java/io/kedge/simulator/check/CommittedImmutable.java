/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** A committed entry is the same in every log that has it committed, for ever. */
final class CommittedImmutable extends Invariant {

    private final Commitments commitments;

    CommittedImmutable(Commitments commitments) {
        this.commitments = commitments;
    }

    @Override
    void check(Observation seen) {
        MemberView now = seen.now();
        MemberView before = seen.before();
        long checked = before == null || seen.isNewLife() ? 0 : before.commitIndex();
        long from = Math.max(now.log().firstIndex(), Math.min(checked + 1, seen.changedFrom()));
        for (long index = from; index <= now.commitIndex(); index++) {
            long at = index;
            Commitments.Entry known = commitments.at(index);
            require(
                    known == null || (now.log().holds(at) && isEqual(known, now.log(), at)),
                    () -> now.id() + " has another entry at " + at + " than the committed " + known);
        }
    }

    private static boolean isEqual(Commitments.Entry known, LogView log, long index) {
        return known.term() == log.term(index) && known.hash() == log.hash(index);
    }
}
