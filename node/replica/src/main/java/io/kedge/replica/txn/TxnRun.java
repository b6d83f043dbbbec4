/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.txn;

import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.OpResult;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.SequentialPut;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.kedge.replica.mvcc.MvccStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction under way, depth first; operations see the writes of earlier ones. Runs in slices. */
public final class TxnRun {

    /** One level of nesting. */
    private static final class Frame {

        private final TxnPlan plan;
        private final List<OpResult> results;
        private int next;
        private int nextChild;

        Frame(TxnPlan plan) {
            this.plan = plan;
            this.results = new ArrayList<>(plan.ops().size());
        }
    }

    private final Writes writes;
    private final Deque<Frame> frames = new ArrayDeque<>(2);
    private @Nullable DeleteRun deleting;
    private @Nullable TxnResult result;

    /** Judges and checks all; throws KedgeException, with nothing written, if the path taken cannot be run. */
    public TxnRun(Writes writes, LeaseCheck leases, TxnRequest txn) {
        this.writes = writes;
        TxnPlan plan = TxnPlan.of(txn, writes.store());
        plan.check(writes.store(), leases);
        frames.push(new Frame(plan));
    }

    /** True when done. */
    public boolean step(Budget budget) {
        while (!frames.isEmpty()) {
            Frame frame = frames.getFirst();
            if (frame.next == frame.plan.ops().size()) {
                frames.pop();
                finish(frame);
            } else if (!runNext(frame, budget)) {
                return false;
            }
        }
        return true;
    }

    private void finish(Frame frame) {
        TxnResult done = new TxnResult(writes.visibleRevision(), frame.plan.succeeded(), frame.results);
        Frame parent = frames.peek();
        if (parent == null) {
            result = done;
        } else {
            parent.results.add(done);
        }
    }

    private boolean runNext(Frame frame, Budget budget) {
        TxnOp op = frame.plan.ops().get(frame.next);
        if (op instanceof DeleteRangeRequest delete) {
            DeleteRun run = deleting == null ? new DeleteRun(writes, delete) : deleting;
            if (!run.step(budget)) {
                deleting = run;
                return false;
            }
            deleting = null;
            frame.results.add(run.result());
        } else if (!budget.take()) {
            return false;
        } else if (op instanceof PutRequest put) {
            frame.results.add(writes.put(put));
        } else if (op instanceof SequentialPut put) {
            frame.results.add(writes.put(put.at(writes.store().writeRevision())));
        } else if (op instanceof RangeRequest range) {
            MvccStore store = writes.store();
            frame.results.add(store.rangeInWrite(range, writes.visibleRevision()));
        } else if (op instanceof TxnRequest) {
            frame.next++;
            frames.push(new Frame(frame.plan.child(frame.nextChild++)));
            return true;
        }
        frame.next++;
        return true;
    }

    public TxnResult result() {
        if (result == null) {
            throw new IllegalStateException("the transaction is still running");
        }
        return result;
    }
}
