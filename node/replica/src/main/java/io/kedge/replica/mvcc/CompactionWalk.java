/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import io.kedge.model.Key;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The slow half of a compaction: walks the index in steps and removes what no read at or above the target can see. It
 * removes only up to {@link MvccStore#removableBelow}, and walks again later for the rest. Writer thread only.
 */
final class CompactionWalk {

    private final MvccStore store;
    private final KeyIndex index;

    private long wanted;
    private long target;
    private @Nullable Iterator<KeyHistory> walk;
    private long done;

    CompactionWalk(MvccStore store, KeyIndex index) {
        this.store = store;
        this.index = index;
    }

    /** A later, higher target replaces the current one after the walk under way. */
    void start(long revision) {
        wanted = revision;
    }

    /** Visits up to {@code keys} keys; true if all that may be removed now is removed. */
    boolean step(int keys) {
        if (walk == null) {
            target = Math.min(wanted, store.removableBelow());
            if (target <= done) {
                return true;
            }
            walk = index.from((Key) null).iterator();
        }
        for (int i = 0; i < keys; i++) {
            if (!walk.hasNext()) {
                walk = null;
                done = target;
                return done >= wanted;
            }
            KeyHistory history = walk.next();
            int removed = history.compact(target);
            if (removed > 0) {
                store.removed(removed);
                if (history.isEmpty()) {
                    index.remove(history);
                }
            }
        }
        return false;
    }

    /** Whether removal has reached the newest target. */
    boolean isComplete() {
        return done >= wanted;
    }

    /** Whether nothing can be removed now because a read pins it or no durable state has the compaction yet. */
    boolean isWaiting() {
        return walk == null && done < wanted && store.removableBelow() <= done;
    }
}
