/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Txn;
import io.etcd.jetcd.kv.DeleteResponse;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.PutResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.kedge.simulator.history.Condition;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Reason;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls through jetcd, which repeats reads by itself and writes never. */
final class JetcdCaller implements Caller {
    private final Client client;
    private final long limitMillis;

    JetcdCaller(long limitMillis, String... endpoints) {
        this.limitMillis = limitMillis;
        // It must send nothing later than it is told to.
        client = Client.builder().endpoints(endpoints).waitForReady(false).build();
    }

    @Override
    public Outcome call(Request request) {
        CompletableFuture<Response> reply = send(request);
        try {
            return new Outcome.Ok(reply.get(limitMillis, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            reply.cancel(true);
            return Outcome.UNKNOWN;
        } catch (ExecutionException e) {
            return failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.UNKNOWN;
        }
    }

    private static Outcome failure(Throwable thrown) {
        String text = "";
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            text += cause.getMessage() + "\n";
        }
        if (text.contains("required revision has been compacted")) {
            return new Outcome.Failed(Reason.COMPACTED);
        } else if (text.contains("required revision is a future revision")) {
            return new Outcome.Failed(Reason.FUTURE_REVISION);
        } else if (text.contains("etcdserver: too many requests")) {
            return new Outcome.Failed(Reason.NOT_APPLIED);
        }
        return Outcome.UNKNOWN;
    }

    private CompletableFuture<Response> send(Request request) {
        KV kv = client.getKVClient();
        if (request instanceof Request.Put put) {
            return kv.put(bytes(put.key()), bytes(put.value())).thenApply(JetcdCaller::put);
        } else if (request instanceof Request.Delete delete) {
            return kv.delete(bytes(delete.keys().key()), deleteOption(delete.keys()))
                    .thenApply(JetcdCaller::deleted);
        } else if (request instanceof Request.Range range) {
            return kv.get(bytes(range.keys().key()), getOption(range)).thenApply(JetcdCaller::range);
        } else if (request instanceof Request.Txn txn) {
            Txn wire = kv.txn()
                    .If(txn.conditions().stream().map(JetcdCaller::cmp).toArray(Cmp[]::new))
                    .Then(txn.success().stream().map(JetcdCaller::op).toArray(Op[]::new))
                    .Else(txn.failure().stream().map(JetcdCaller::op).toArray(Op[]::new));
            return wire.commit().thenApply(reply -> txn(txn, reply));
        }
        throw new IllegalArgumentException("not asked of jetcd: " + request);
    }

    private static Response put(PutResponse reply) {
        return new Response.Put(reply.getHeader().getRevision());
    }

    private static Response deleted(DeleteResponse reply) {
        return new Response.Delete(reply.getHeader().getRevision(), reply.getDeleted());
    }

    private static Response range(GetResponse reply) {
        return new Response.Range(
                reply.getHeader().getRevision(),
                reply.getKvs().stream().map(JetcdCaller::item).toList());
    }

    /** Its lists hold the replies of each kind in their order. */
    private static Response txn(Request.Txn request, TxnResponse reply) {
        List<Response> responses = new ArrayList<>();
        int puts = 0;
        int gets = 0;
        int deletes = 0;
        // The parts' headers tell nothing exact in etcd.
        for (Request part : reply.isSucceeded() ? request.success() : request.failure()) {
            if (part instanceof Request.Put) {
                responses.add(new Response.Put(0));
                puts++;
            } else if (part instanceof Request.Delete) {
                responses.add(new Response.Delete(
                        0, reply.getDeleteResponses().get(deletes++).getDeleted()));
            } else {
                List<Item> items = reply.getGetResponses().get(gets++).getKvs().stream()
                        .map(JetcdCaller::item)
                        .toList();
                responses.add(new Response.Range(0, items));
            }
        }
        if (puts != reply.getPutResponses().size()) {
            throw new AssertionError(puts + " puts asked, answered: " + reply.getPutResponses());
        }
        return new Response.Txn(reply.getHeader().getRevision(), reply.isSucceeded(), responses);
    }

    static Item item(KeyValue kv) {
        return new Item(
                kv.getKey().toString(UTF_8),
                kv.getValue().toString(UTF_8),
                kv.getCreateRevision(),
                kv.getModRevision(),
                kv.getVersion(),
                kv.getLease());
    }

    private static Cmp cmp(Condition condition) {
        if (condition.relation() != Condition.Relation.EQUAL || condition.target() != Condition.Target.MOD) {
            throw new IllegalArgumentException("not asked of jetcd: " + condition);
        }
        return new Cmp(bytes(condition.key()), Cmp.Op.EQUAL, CmpTarget.modRevision(condition.number()));
    }

    private static Op op(Request request) {
        if (request instanceof Request.Put put) {
            return Op.put(bytes(put.key()), bytes(put.value()), PutOption.DEFAULT);
        } else if (request instanceof Request.Delete delete) {
            return Op.delete(bytes(delete.keys().key()), deleteOption(delete.keys()));
        }
        Request.Range range = (Request.Range) request;
        return Op.get(bytes(range.keys().key()), getOption(range));
    }

    private static GetOption getOption(Request.Range range) {
        return GetOption.builder()
                .isPrefix(range.keys().prefix())
                .withRevision(range.revision())
                .withSerializable(range.serializable())
                .build();
    }

    private static DeleteOption deleteOption(KeySet keys) {
        return DeleteOption.builder().isPrefix(keys.prefix()).build();
    }

    static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
