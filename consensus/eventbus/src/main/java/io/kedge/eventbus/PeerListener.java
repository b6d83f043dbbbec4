/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import io.kedge.eventbus.wire.RefusalReason;
import io.kedge.raft.Message;
import java.util.List;

/** What the transport tells the replica. On the transport's context, never inside a call of the transport. */
public interface PeerListener {
    /** Messages of one member in the order in which it sent them. */
    void onMessages(List<Message> messages);

    /** Something sent to {@code peer} was dropped or lost. At most every {@link PeerLimits#reportMillis()}. */
    void onUnreachable(long peer);

    /** {@code peer} says that it does not take what this member sends. Anybody on the network could say so. */
    void onRefused(long peer, RefusalReason reason);

    /**
     * What is told to one that wants to join and asks who is a member; anybody on the network may ask, at most a
     * few answers go out in a second.
     */
    byte[] roster();

    /** Something on the transport's context threw and nobody caught it: this listener, or whoever runs there. */
    void onUncaught(Throwable thrown);
}
