/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** A leader never takes back or replaces an entry of its log (paper 5.3). */
final class LeaderAppendOnly extends Invariant {

    @Override
    void check(Observation seen) {
        MemberView now = seen.now();
        MemberView before = seen.before();
        if (before == null || seen.isNewLife() || !now.leads() || !before.leads() || before.term() != now.term()) {
            return;
        }
        require(
                now.lastIndex() >= before.lastIndex() && seen.changedFrom() > before.lastIndex(),
                () -> now.id() + " leads and changed its log at " + Math.min(seen.changedFrom(), now.lastIndex() + 1));
    }
}
