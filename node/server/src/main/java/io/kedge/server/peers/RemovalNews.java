/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Hears from the others that this member was removed while it was away: its own log will never say so, as nobody sends
 * it any more. One voice could be anybody's, so it takes more than half of the others it knows. Any thread.
 */
final class RemovalNews {

    private final Runnable removed;
    private final Set<Long> voices = new HashSet<>();
    private Set<Long> others = Set.of();
    private boolean told;

    /** @param removed called once, when it is certain; on the thread that heard the last voice */
    RemovalNews(Runnable removed) {
        this.removed = removed;
    }

    /** Who is a member beside this one, as far as it knows. */
    synchronized void others(Collection<Long> ids) {
        others = Set.copyOf(ids);
    }

    /** {@code peer} says that this member was removed. */
    void saidBy(long peer) {
        synchronized (this) {
            if (!others.contains(peer)) {
                return;
            }
            voices.add(peer);
            voices.retainAll(others);
            if (told || voices.size() <= others.size() / 2) {
                return;
            }
            told = true;
        }
        removed.run();
    }
}
