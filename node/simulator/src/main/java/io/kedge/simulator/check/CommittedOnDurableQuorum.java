/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/**
 * Whatever is newly committed lies on the disks of a quorum, of both while two must agree; crashed members' disks
 * count. It also fills the commitments.
 */
final class CommittedOnDurableQuorum extends Invariant {

    private final Commitments commitments;

    CommittedOnDurableQuorum(Commitments commitments) {
        this.commitments = commitments;
    }

    @Override
    void check(Observation seen) {
        MemberView now = seen.now();
        long first = commitments.highest() + 1;
        require(
                now.commitIndex() < first || now.firstIndex() <= first,
                () -> now.id() + " has a snapshot of what nobody committed, from " + first);
        for (long index = first; index <= now.commitIndex(); index++) {
            long at = index;
            require(now.log().holds(at), () -> now.id() + " committed " + at + ", which it does not hold");
            long term = now.log().term(at);
            boolean durable = now.voters().isQuorum(id -> {
                MemberView member = seen.members().get(id);
                return member != null && member.hasDurable(at, term);
            });
            require(durable, () -> now.id() + " committed " + at + " of term " + term + " without a durable quorum");
            commitments.add(at, new Commitments.Entry(term, now.log().hash(at)));
        }
    }
}
