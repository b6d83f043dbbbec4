/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Elections;
import io.kedge.api.Kv;
import io.kedge.api.Watches;
import io.kedge.model.Caller;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.RangeResult;
import java.util.List;

/**
 * Follows an election: the current leader, every value it proclaims, and after its key is gone the next leader. Without
 * a leader it waits for the first put under the name.
 */
final class LeaderObserver extends WatchedQuestion {

    private final KeyRange candidates;
    private final Elections.Observer observer;
    private boolean hasLeader;

    LeaderObserver(Kv kv, Watches watches, Caller caller, Key name, Elections.Observer observer) {
        super(kv, watches, caller, LoopElections.oldest(name));
        this.candidates = LoopElections.candidates(name);
        this.observer = observer;
    }

    @Override
    void answered(RangeResult found) {
        hasLeader = !found.kvs().isEmpty();
        if (hasLeader) {
            KeyValue leader = found.kvs().get(0);
            observer.leader(new Elections.Leader(found.revision(), leader));
            watch(KeyRange.single(leader.key()), found.revision(), false);
        } else {
            watch(candidates, found.revision(), false);
        }
    }

    @Override
    void changed(long revision, List<Event> events) {
        if (!hasLeader) {
            ask();
            return;
        }
        for (Event event : events) {
            if (event.isDelete()) {
                ask();
                return;
            }
            observer.leader(new Elections.Leader(revision, event.kv()));
        }
    }

    @Override
    void failed(KedgeException reason) {
        observer.fail(reason);
    }
}
