/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.model.Caller;
import io.kedge.model.Command;
import io.kedge.model.CompactRequest;
import io.kedge.model.Compare;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.LeaseGrant;
import io.kedge.model.LeaseResult;
import io.kedge.model.LeaseRevoke;
import io.kedge.model.OpResult;
import io.kedge.model.Operation;
import io.kedge.model.PutRequest;
import io.kedge.model.PutResult;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.kedge.model.format.CommandCodec;
import io.kedge.replica.Proposal;
import io.kedge.simulator.history.Condition;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.Reason;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between what a history says and what the replica takes. */
final class Translation {

    private Translation() {}

    static Proposal proposal(Operation operation) {
        Command command = Command.of(Caller.NODE, operation);
        return new Proposal(command, CommandCodec.encode(command));
    }

    /** @param ttlSeconds of a lease granted */
    static Operation operation(Request request, long ttlSeconds) {
        if (request instanceof Request.Put put) {
            return put(put);
        } else if (request instanceof Request.Delete delete) {
            return new DeleteRangeRequest(range(delete.keys()), false);
        } else if (request instanceof Request.Txn txn) {
            List<Compare> compares =
                    txn.conditions().stream().map(Translation::compare).toList();
            return new TxnRequest(compares, branch(txn.success()), branch(txn.failure()));
        } else if (request instanceof Request.Grant grant) {
            return new LeaseGrant(grant.leaseId(), ttlSeconds, List.of());
        } else if (request instanceof Request.Revoke revoke) {
            return new LeaseRevoke(revoke.leaseId(), false);
        } else if (request instanceof Request.Compact compact) {
            return new CompactRequest(compact.revision(), false);
        }
        throw new IllegalArgumentException("not a write: " + request);
    }

    private static List<TxnOp> branch(List<Request> requests) {
        return requests.stream().map(Translation::part).toList();
    }

    private static TxnOp part(Request request) {
        if (request instanceof Request.Put put) {
            return put(put);
        } else if (request instanceof Request.Delete delete) {
            return new DeleteRangeRequest(range(delete.keys()), false);
        }
        return rangeRequest((Request.Range) request);
    }

    private static PutRequest put(Request.Put put) {
        return PutRequest.of(Key.utf8(put.key()), put.value().getBytes(StandardCharsets.UTF_8), put.leaseId());
    }

    static RangeRequest rangeRequest(Request.Range range) {
        return RangeRequest.of(range(range.keys()));
    }

    static KeyRange range(KeySet keys) {
        if (!keys.prefix()) {
            return KeyRange.single(Key.utf8(keys.key()));
        }
        // A key of nothing begins at the lowest one.
        return keys.key().isEmpty()
                ? KeyRange.of(new byte[] {0}, new byte[] {0})
                : KeyRange.prefix(Key.utf8(keys.key()));
    }

    private static Compare compare(Condition condition) {
        Compare.Result result =
                switch (condition.relation()) {
                    case EQUAL -> Compare.Result.EQUAL;
                    case NOT_EQUAL -> Compare.Result.NOT_EQUAL;
                    case LESS -> Compare.Result.LESS;
                    case GREATER -> Compare.Result.GREATER;
                };
        Compare.Target target =
                switch (condition.target()) {
                    case CREATE -> Compare.Target.CREATE;
                    case MOD -> Compare.Target.MOD;
                    case VERSION -> Compare.Target.VERSION;
                    case VALUE -> Compare.Target.VALUE;
                };
        byte[] value = condition.text().getBytes(StandardCharsets.UTF_8);
        return new Compare(KeyRange.single(Key.utf8(condition.key())), target, result, condition.number(), value);
    }

    static Response response(Object result) {
        if (result instanceof PutResult put) {
            return new Response.Put(put.revision());
        } else if (result instanceof DeleteResult delete) {
            return new Response.Delete(delete.revision(), delete.deleted());
        } else if (result instanceof TxnResult txn) {
            List<Response> parts =
                    txn.results().stream().map(Translation::partResponse).toList();
            return new Response.Txn(txn.revision(), txn.succeeded(), parts);
        } else if (result instanceof RangeResult range) {
            return new Response.Range(
                    range.revision(),
                    range.kvs().stream().map(Translation::item).toList());
        }
        throw new IllegalArgumentException("no answer of a key operation: " + result);
    }

    /** The revision in a part's own header is not judged. */
    private static Response partResponse(OpResult part) {
        if (part instanceof PutResult) {
            return new Response.Put(0);
        } else if (part instanceof DeleteResult delete) {
            return new Response.Delete(0, delete.deleted());
        }
        RangeResult range = (RangeResult) part;
        return new Response.Range(0, range.kvs().stream().map(Translation::item).toList());
    }

    static Response leaseResponse(Request request, LeaseResult result) {
        return request instanceof Request.Grant
                ? new Response.Grant(result.revision(), result.id())
                : new Response.Revoke(result.revision());
    }

    static Item item(KeyValue kv) {
        String value = kv.isTombstone() ? "" : new String(kv.value(), StandardCharsets.UTF_8);
        return new Item(
                new String(kv.key().bytes(), StandardCharsets.UTF_8),
                value,
                kv.createRevision(),
                kv.modRevision(),
                kv.version(),
                kv.lease());
    }

    /** Null where the outcome is open. */
    static @Nullable Reason reason(StatusCode failure) {
        return switch (failure) {
            case LEASE_NOT_FOUND -> Reason.LEASE_NOT_FOUND;
            case LEASE_EXISTS -> Reason.LEASE_EXISTS;
            case COMPACTED -> Reason.COMPACTED;
            case FUTURE_REVISION -> Reason.FUTURE_REVISION;
            case TOO_MANY_REQUESTS -> Reason.NOT_APPLIED;
            default -> null;
        };
    }
}
