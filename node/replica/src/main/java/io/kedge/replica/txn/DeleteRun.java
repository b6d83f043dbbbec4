/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.txn;

import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.KeyValue;
import io.kedge.replica.mvcc.Current;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A range delete under way; each step deletes as many keys as its budget allows. */
public final class DeleteRun {

    private final Writes writes;
    private final DeleteRangeRequest request;
    private final Iterator<Current> keys;
    private final List<KeyValue> previous = new ArrayList<>(0);
    private long deleted;

    public DeleteRun(Writes writes, DeleteRangeRequest request) {
        this.writes = writes;
        this.request = request;
        this.keys = writes.store().currentIn(request.range());
    }

    /** True when done. */
    public boolean step(Budget budget) {
        while (keys.hasNext()) {
            if (!budget.take()) {
                return false;
            }
            KeyValue last = writes.delete(keys.next(), request.previous(), request.cause());
            if (last != null) {
                previous.add(last);
            }
            deleted++;
        }
        return true;
    }

    public DeleteResult result() {
        return new DeleteResult(writes.visibleRevision(), deleted, previous);
    }
}
