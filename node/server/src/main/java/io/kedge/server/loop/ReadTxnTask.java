/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Reply;
import io.kedge.model.KedgeException;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.kedge.replica.Replica;
import io.kedge.server.ReplicaLoop;
import io.kedge.server.ReplicaTask;

/** A transaction without writes; waits while an entry is half applied. */
final class ReadTxnTask implements ReplicaTask {

    private final ReplicaLoop loop;
    private final TxnRequest request;
    private final LoopNode node;
    private final Reply<TxnResult> reply;

    ReadTxnTask(ReplicaLoop loop, TxnRequest request, LoopNode node, Reply<TxnResult> reply) {
        this.loop = loop;
        this.request = request;
        this.node = node;
        this.reply = reply;
    }

    @Override
    public void run(Replica replica, long nowNanos) {
        if (replica.isInsideEntry()) {
            loop.execute(this);
            return;
        }
        try {
            TxnResult result = replica.readTxn(request);
            node.onLoop(() -> reply.succeed(result));
        } catch (KedgeException refused) {
            node.onLoop(() -> reply.fail(refused));
        }
    }
}
