/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Kv;
import io.kedge.api.Reply;
import io.kedge.model.Caller;
import io.kedge.model.CompactRequest;
import io.kedge.model.CompactResult;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.KedgeException;
import io.kedge.model.PutRequest;
import io.kedge.model.PutResult;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.kedge.replica.mvcc.Reads;
import io.kedge.replica.txn.RequestValidator;
import io.kedge.server.LoopInbox.LoopTicket;
import org.jspecify.annotations.Nullable;

/** Reads and writes of one loop. What is in memory is answered here at once; what may block goes to a reader thread. */
final class LoopKv implements Kv {

    /** Keys a read may visit on the loop itself: well below a millisecond. */
    private static final long KEYS_ON_LOOP_MAX = 500;

    private final LoopEnvironment environment;
    private final LoopNode node;
    private final Reads reads;
    private final LoopProposer proposer;
    private final RequestValidator validator;

    LoopKv(LoopEnvironment environment, LoopNode node, LoopProposer proposer, Reads reads) {
        this.environment = environment;
        this.node = node;
        this.reads = reads;
        this.proposer = proposer;
        this.validator = new RequestValidator(environment.config().maxTxnOps());
    }

    @Override
    public void range(Caller caller, RangeRequest request, Reply<RangeResult> reply) {
        if (request.range().start().isEmpty()) {
            reply.fail(StatusCode.KEY_NOT_PROVIDED);
        } else if (request.serializable() || environment.shared().readsLocally()) {
            read(request, reply);
        } else {
            linearizable(reply, () -> read(request, reply));
        }
    }

    private void read(RangeRequest request, Reply<RangeResult> reply) {
        environment.meters().counts().ranged();
        RangeResult result;
        try {
            result = reads.rangeFromMemory(request, KEYS_ON_LOOP_MAX);
        } catch (KedgeException refused) {
            reply.fail(refused);
            return;
        }
        if (result != null) {
            reply.succeed(result);
        } else if (!environment.readers().submit(own -> readBlocking(own, request, reply))) {
            reply.fail(StatusCode.TOO_MANY_REQUESTS);
        }
    }

    /** On a reader thread. */
    private void readBlocking(Reads own, RangeRequest request, Reply<RangeResult> reply) {
        try {
            RangeResult result = own.range(request);
            node.onLoop(() -> reply.succeed(result));
        } catch (KedgeException refused) {
            node.onLoop(() -> reply.fail(refused));
        } catch (RuntimeException | Error e) {
            node.onLoop(() -> reply.fail(new KedgeException(StatusCode.INTERNAL, "reading failed: " + e)));
        }
    }

    @Override
    public void put(Caller caller, PutRequest request, Reply<PutResult> reply) {
        if (isValid(() -> validator.check(request), reply)) {
            proposer.propose(caller, request, PutResult.class, reply);
        }
    }

    @Override
    public void delete(Caller caller, DeleteRangeRequest request, Reply<DeleteResult> reply) {
        if (isValid(() -> validator.check(request), reply)) {
            proposer.propose(caller, request, DeleteResult.class, reply);
        }
    }

    @Override
    public void txn(Caller caller, TxnRequest request, Reply<TxnResult> reply) {
        if (!isValid(() -> validator.check(request), reply)) {
            return;
        }
        if (!request.isReadOnly()) {
            proposer.propose(caller, request, TxnResult.class, reply);
        } else if (request.isSerializable() || environment.shared().readsLocally()) {
            readTxn(request, reply);
        } else {
            linearizable(reply, () -> readTxn(request, reply));
        }
    }

    /** Runs between two entries of the replica, so that all its reads see one state. */
    private void readTxn(TxnRequest request, Reply<TxnResult> reply) {
        environment.meters().counts().readTxn();
        environment.replica().execute(new ReadTxnTask(environment.replica(), request, node, reply));
    }

    @Override
    public void compact(Caller caller, CompactRequest request, Reply<CompactResult> reply) {
        proposer.propose(caller, request, CompactResult.class, reply);
    }

    /** Runs {@code read} on this loop once reading here is linearizable. */
    void linearizable(Reply<?> reply, Runnable read) {
        environment.replica().read(new LoopTicket(node) {
            @Override
            public void ready() {
                @Nullable StatusCode failure = failure();
                if (failure != null) {
                    reply.fail(failure);
                } else {
                    read.run();
                }
            }
        });
    }

    private static boolean isValid(Runnable check, Reply<?> reply) {
        try {
            check.run();
            return true;
        } catch (KedgeException refused) {
            reply.fail(refused);
            return false;
        }
    }
}
