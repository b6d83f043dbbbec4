/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** What a leader takes a peer to have is on that peer's disk, as long as the peer has not gone on to a later term. */
final class ProgressIsDurable extends Invariant {

    @Override
    void check(Observation seen) {
        MemberView now = seen.now();
        if (!now.leads()) {
            return;
        }
        now.matches().forEach((id, match) -> {
            MemberView peer = seen.members().get(id);
            if (peer != null && peer.term() <= now.term() && now.log().holds(match)) {
                long term = now.log().term(match);
                require(
                        peer.hasDurable(match, term),
                        () -> now.id() + " takes " + id + " to have " + match + " of term " + term);
            }
        });
    }
}
