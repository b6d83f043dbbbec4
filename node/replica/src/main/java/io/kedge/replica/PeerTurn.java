/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.raft.Message;
import java.util.List;

/**
 * The part of a turn that only several members have.
 *
 * @param forwards writes to send to the leader, once each
 * @param refusals answers to writes that others forwarded
 * @param snapshotOffers a leader has cut what this member needs: fetch its image, {@link Replica#beginInstall}, install
 *     it, {@link Replica#installed}; or {@link Replica#installFailed}. Repeats may come while one is being fetched
 * @param moves wishes to hand leadership over that have come true or failed
 * @param membersChanged the member table is another one since the last turn: tell the transport
 * @param removed this member is no longer in the cluster and never will be again
 */
public record PeerTurn(
        List<Forward> forwards,
        List<ForwardRefused> refusals,
        List<Message.SnapshotOffer> snapshotOffers,
        List<LeaderMove> moves,
        boolean membersChanged,
        boolean removed) {

    /** Nothing of all this. */
    public static final PeerTurn NONE = new PeerTurn(List.of(), List.of(), List.of(), List.of(), false, false);
}
