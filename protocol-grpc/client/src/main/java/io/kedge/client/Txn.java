/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.kedge.grpc.proto.etcdserverpb.TxnRequest;
import io.smallrye.mutiny.Uni;

/**
 * A transaction in the making: if every compare holds the {@code then} operations run, else those of {@code otherwise},
 * all in one revision. Not safe for use by several threads; the {@code Uni} of {@link #commit()} stands for what was
 * collected when it was called.
 */
public final class Txn {

    private final Transport transport;
    private final TxnRequest.Builder request = TxnRequest.newBuilder();
    private boolean writes;

    Txn(Transport transport) {
        this.transport = transport;
    }

    /** Adds conditions; none at all counts as true. */
    public Txn when(Compare... compares) {
        for (Compare compare : compares) {
            request.addCompare(Wire.compare(compare));
        }
        return this;
    }

    /** Adds operations for the case that every condition holds. */
    public Txn then(Op... ops) {
        for (Op op : ops) {
            request.addSuccess(note(op));
        }
        return this;
    }

    /** Adds operations for the case that a condition fails. */
    public Txn otherwise(Op... ops) {
        for (Op op : ops) {
            request.addFailure(note(op));
        }
        return this;
    }

    /** Sends it. A transaction that only reads is repeated like a read when no answer comes. */
    public Uni<TxnResult> commit() {
        return transport
                .call(Methods.TXN, request.build(), writes ? CallKind.WRITE : CallKind.READ)
                .map(Wire::txn);
    }

    private io.kedge.grpc.proto.etcdserverpb.RequestOp note(Op op) {
        writes |= !(op instanceof Op.Get);
        return Wire.op(op);
    }
}
