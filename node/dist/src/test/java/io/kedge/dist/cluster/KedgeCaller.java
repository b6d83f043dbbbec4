/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kedge.client.Bytes;
import io.kedge.client.Compare;
import io.kedge.client.DeleteResult;
import io.kedge.client.ErrorCode;
import io.kedge.client.GetOptions;
import io.kedge.client.KedgeClient;
import io.kedge.client.KedgeClientException;
import io.kedge.client.KeyRange;
import io.kedge.client.KeyValue;
import io.kedge.client.Kv;
import io.kedge.client.Op;
import io.kedge.client.OpResult;
import io.kedge.client.OutcomeUnknownException;
import io.kedge.client.RangeResult;
import io.kedge.client.TxnResult;
import io.kedge.simulator.history.Condition;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Reason;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import java.time.Duration;
import java.util.List;

/** Calls through Kedge's own client, which repeats what surely was not done. */
final class KedgeCaller implements Caller {
    private final KedgeClient client;
    private final Duration limit;

    KedgeCaller(long limitMillis, String... endpoints) {
        limit = Duration.ofMillis(limitMillis);
        client = KedgeClient.builder().endpoints(endpoints).timeout(limit).build();
    }

    KedgeClient client() {
        return client;
    }

    @Override
    public Outcome call(Request request) {
        try {
            return new Outcome.Ok(send(request));
        } catch (OutcomeUnknownException e) {
            return Outcome.UNKNOWN;
        } catch (KedgeClientException e) {
            return failure(request, e.code());
        }
    }

    private static Outcome failure(Request request, ErrorCode code) {
        return switch (code) {
            case COMPACTED -> new Outcome.Failed(Reason.COMPACTED);
            case FUTURE_REVISION -> new Outcome.Failed(Reason.FUTURE_REVISION);
            // The client says of a write that it may have happened by an exception of its own.
            case UNAVAILABLE, NO_LEADER, TOO_MANY_REQUESTS, DEADLINE_EXCEEDED ->
                request.writes() ? new Outcome.Failed(Reason.NOT_APPLIED) : Outcome.UNKNOWN;
            default -> Outcome.UNKNOWN;
        };
    }

    private Response send(Request request) {
        Kv kv = client.kv();
        if (request instanceof Request.Put put) {
            return new Response.Put(
                    kv.put(put.key(), put.value()).await().indefinitely().revision());
        } else if (request instanceof Request.Delete delete) {
            return deleted(kv.delete(range(delete.keys())).await().indefinitely());
        } else if (request instanceof Request.Range range) {
            return range(
                    kv.getRange(range(range.keys()), options(range)).await().indefinitely(), true);
        } else if (request instanceof Request.Txn txn) {
            TxnResult reply = kv.txn()
                    .when(txn.conditions().stream().map(KedgeCaller::compare).toArray(Compare[]::new))
                    .then(txn.success().stream().map(KedgeCaller::op).toArray(Op[]::new))
                    .otherwise(txn.failure().stream().map(KedgeCaller::op).toArray(Op[]::new))
                    .commit()
                    .await()
                    .indefinitely();
            List<Response> parts =
                    reply.results().stream().map(KedgeCaller::part).toList();
            return new Response.Txn(reply.revision(), reply.succeeded(), parts);
        }
        throw new IllegalArgumentException("not asked of this client: " + request);
    }

    /** The parts' headers tell nothing exact in etcd. */
    private static Response part(OpResult result) {
        if (result instanceof RangeResult range) {
            return range(range, false);
        } else if (result instanceof DeleteResult delete) {
            return new Response.Delete(0, delete.deleted());
        }
        return new Response.Put(0);
    }

    private static Response deleted(DeleteResult result) {
        return new Response.Delete(result.revision(), result.deleted());
    }

    private static Response range(RangeResult result, boolean exact) {
        return new Response.Range(
                exact ? result.revision() : 0,
                result.keyValues().stream().map(KedgeCaller::item).toList());
    }

    static Item item(KeyValue kv) {
        return new Item(
                text(kv.key()), text(kv.value()), kv.createRevision(), kv.modRevision(), kv.version(), kv.lease());
    }

    static String text(Bytes bytes) {
        return new String(bytes.toByteArray(), UTF_8);
    }

    static KeyRange range(KeySet keys) {
        return keys.prefix() ? KeyRange.prefix(keys.key()) : KeyRange.single(keys.key());
    }

    private static GetOptions options(Request.Range range) {
        return GetOptions.defaults().withRevision(range.revision()).withSerializable(range.serializable());
    }

    private static Compare compare(Condition condition) {
        if (condition.relation() != Condition.Relation.EQUAL || condition.target() != Condition.Target.MOD) {
            throw new IllegalArgumentException("not asked of this client: " + condition);
        }
        return Compare.modRevision(Bytes.of(condition.key()), Compare.Relation.EQUAL, condition.number());
    }

    private static Op op(Request request) {
        if (request instanceof Request.Put put) {
            return Op.put(put.key(), put.value());
        } else if (request instanceof Request.Delete delete) {
            return Op.delete(range(delete.keys()));
        }
        return Op.get(range(((Request.Range) request).keys()));
    }

    @Override
    public void close() {
        client.close();
    }
}
