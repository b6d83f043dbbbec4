/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

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
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.SortOrder;
import io.kedge.model.SortTarget;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** From a history's words to the shipped ones and back, for a client inside the simulator. */
public final class Translator {

    private static final long LEASE_SECONDS = 1_000_000;

    private Translator() {}

    /** A request as a command of the log; a read becomes a transaction that only reads. */
    public static io.kedge.model.Operation operation(Request request) {
        if (request instanceof Request.Put || request instanceof Request.Delete) {
            return (io.kedge.model.Operation) txnOp(request);
        } else if (request instanceof Request.Txn txn) {
            return new TxnRequest(
                    txn.conditions().stream().map(Translator::compare).toList(),
                    txn.success().stream().map(Translator::txnOp).toList(),
                    txn.failure().stream().map(Translator::txnOp).toList());
        } else if (request instanceof Request.Grant grant) {
            return new LeaseGrant(grant.leaseId(), LEASE_SECONDS, List.of());
        } else if (request instanceof Request.Revoke revoke) {
            return new LeaseRevoke(revoke.leaseId(), false);
        } else if (request instanceof Request.Compact compact) {
            return new CompactRequest(compact.revision(), false);
        }
        return new TxnRequest(List.of(), List.of(txnOp(request)), List.of());
    }

    private static TxnOp txnOp(Request request) {
        if (request instanceof Request.Put put) {
            return PutRequest.of(Key.utf8(put.key()), bytes(put.value()), put.leaseId());
        } else if (request instanceof Request.Delete delete) {
            return new DeleteRangeRequest(range(delete.keys()), false);
        }
        return rangeRequest((Request.Range) request);
    }

    /** A read as a question that does not pass through the log. */
    public static RangeRequest rangeRequest(Request.Range range) {
        return new RangeRequest(
                range(range.keys()),
                0,
                range.revision(),
                SortOrder.NONE,
                SortTarget.KEY,
                range.serializable(),
                false,
                false,
                0,
                0,
                0,
                0);
    }

    private static KeyRange range(KeySet keys) {
        Key key = Key.utf8(keys.key());
        return keys.prefix() ? KeyRange.prefix(key) : KeyRange.single(key);
    }

    private static Compare compare(Condition condition) {
        return new Compare(
                KeyRange.single(Key.utf8(condition.key())),
                Compare.Target.valueOf(condition.target().name()),
                Compare.Result.valueOf(condition.relation().name()),
                condition.number(),
                bytes(condition.text()));
    }

    /** What a result of {@code request} shows. */
    public static Response response(Request request, io.kedge.model.Result result) {
        if (request instanceof Request.Range && result instanceof TxnResult txn) {
            return response(request, (io.kedge.model.Result) txn.results().get(0));
        } else if (result instanceof RangeResult range) {
            return new Response.Range(
                    range.revision(), range.kvs().stream().map(Translator::item).toList());
        } else if (result instanceof DeleteResult delete) {
            return new Response.Delete(delete.revision(), delete.deleted());
        } else if (result instanceof TxnResult txn) {
            return txn((Request.Txn) request, txn);
        } else if (request instanceof Request.Put) {
            return new Response.Put(result.revision());
        } else if (request instanceof Request.Grant && result instanceof LeaseResult lease) {
            return new Response.Grant(lease.revision(), lease.id());
        } else if (request instanceof Request.Revoke) {
            return new Response.Revoke(result.revision());
        }
        return new Response.Compact(result.revision());
    }

    private static Response txn(Request.Txn request, TxnResult result) {
        List<Request> branch = result.succeeded() ? request.success() : request.failure();
        List<Response> responses = new ArrayList<>();
        for (int i = 0; i < branch.size(); i++) {
            responses.add(response(
                    branch.get(i), (io.kedge.model.Result) result.results().get(i)));
        }
        return new Response.Txn(result.revision(), result.succeeded(), responses);
    }

    /** A record as a reply shows it. */
    public static Item item(KeyValue kv) {
        return new Item(
                new String(kv.key().bytes(), StandardCharsets.UTF_8),
                new String(kv.value(), StandardCharsets.UTF_8),
                kv.createRevision(),
                kv.modRevision(),
                kv.version(),
                kv.lease());
    }

    /** What a failure says; of those that are not listed nothing is certain. */
    public static Outcome failure(StatusCode code) {
        return switch (code) {
            case COMPACTED -> new Outcome.Failed(Reason.COMPACTED);
            case FUTURE_REVISION -> new Outcome.Failed(Reason.FUTURE_REVISION);
            case LEASE_NOT_FOUND -> new Outcome.Failed(Reason.LEASE_NOT_FOUND);
            case LEASE_EXISTS -> new Outcome.Failed(Reason.LEASE_EXISTS);
            case TOO_MANY_REQUESTS, NO_SPACE, NOT_LEADER -> new Outcome.Failed(Reason.NOT_APPLIED);
            default -> Outcome.UNKNOWN;
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
