/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.kedge.dist.support.Outcome;
import io.kedge.grpc.proto.etcdserverpb.*;
import java.util.ArrayList;
import java.util.List;

/** Names the options and shapes of a request, for the coverage. */
final class RequestShapes {
    private final Coverage coverage;

    RequestShapes(Coverage coverage) {
        this.coverage = coverage;
    }

    void request(Message request, Outcome outcome, Knowledge before) {
        if (request instanceof RangeRequest range) {
            range("range", range, before);
        } else if (request instanceof PutRequest put) {
            put("put", put);
        } else if (request instanceof DeleteRangeRequest delete) {
            delete("delete", delete);
        } else if (request instanceof TxnRequest txn) {
            txn(txn, before, 0);
            coverage.hitIf(
                    outcome.ok(),
                    outcome.reply() instanceof TxnResponse reply && reply.getSucceeded()
                            ? "txn.succeeded"
                            : "txn.failed");
        } else if (request instanceof CompactionRequest compaction) {
            coverage.hitIf(compaction.getPhysical(), "compact.physical");
            coverage.hitIf(outcome.ok(), "compact.done");
        } else if (request instanceof LeaseTimeToLiveRequest lease) {
            coverage.hitIf(lease.getKeys(), "lease.timetolive.keys");
            coverage.hit("lease.timetolive." + (before.leases.contains(lease.getID()) ? "known" : "unknown"));
        } else if (request instanceof LeaseGrantRequest grant) {
            coverage.hitIf(grant.getTTL() < 2, "lease.grant.below-minimum");
            coverage.hitIf(grant.getID() < 0, "lease.grant.negative-id");
        } else if (request instanceof AlarmRequest alarm) {
            coverage.hit("alarm." + alarm.getAction());
            coverage.hit("alarm.type." + alarm.getAlarm());
        } else if (request instanceof MemberListRequest members) {
            coverage.hit("memberlist." + (members.getLinearizable() ? "linearizable" : "local"));
        }
    }

    private void range(String prefix, RangeRequest range, Knowledge before) {
        long revision = range.getRevision();
        coverage.hit(prefix + ".span." + kind(range.getKey(), range.getRangeEnd()));
        coverage.hit(prefix + ".sort." + range.getSortOrder() + "/" + range.getSortTarget());
        coverage.hitIf(range.getLimit() > 0, prefix + ".limit");
        coverage.hitIf(range.getLimit() < 0, prefix + ".limit.negative");
        coverage.hitIf(revision < 0, prefix + ".revision.negative");
        coverage.hitIf(revision > before.revision, prefix + ".revision.future");
        coverage.hitIf(revision > 0 && revision < before.compactRevision, prefix + ".revision.compacted");
        coverage.hitIf(
                revision > 0 && revision >= before.compactRevision && revision <= before.revision,
                prefix + ".revision.past");
        coverage.hitIf(revision > 0 && revision == before.compactRevision, prefix + ".revision.at-compaction");
        coverage.hitIf(range.getSerializable(), prefix + ".serializable");
        coverage.hitIf(range.getKeysOnly(), prefix + ".keys_only");
        coverage.hitIf(range.getCountOnly(), prefix + ".count_only");
        coverage.hitIf(range.getMinModRevision() != 0, prefix + ".min_mod_revision");
        coverage.hitIf(range.getMaxModRevision() != 0, prefix + ".max_mod_revision");
        coverage.hitIf(range.getMinCreateRevision() != 0, prefix + ".min_create_revision");
        coverage.hitIf(range.getMaxCreateRevision() != 0, prefix + ".max_create_revision");
    }

    private void put(String prefix, PutRequest put) {
        coverage.hitIf(put.getPrevKv(), prefix + ".prev_kv");
        coverage.hitIf(put.getIgnoreValue(), prefix + ".ignore_value");
        coverage.hitIf(put.getIgnoreLease(), prefix + ".ignore_lease");
        coverage.hitIf(put.getLease() != 0, prefix + ".lease");
        coverage.hitIf(put.getValue().isEmpty(), prefix + ".value.empty");
    }

    private void delete(String prefix, DeleteRangeRequest delete) {
        coverage.hitIf(delete.getPrevKv(), prefix + ".prev_kv");
        coverage.hit(prefix + ".span." + kind(delete.getKey(), delete.getRangeEnd()));
    }

    private void txn(TxnRequest txn, Knowledge before, int depth) {
        int most = Math.max(txn.getCompareCount(), Math.max(txn.getSuccessCount(), txn.getFailureCount()));
        coverage.hitIf(most == 0, "txn.empty");
        coverage.hitIf(most == 128, "txn.at-op-limit");
        coverage.hitIf(most > 128, "txn.above-op-limit");
        coverage.hitIf(depth == 1, "txn.nested");
        coverage.hitIf(depth == 2, "txn.nested-twice");
        txn.getCompareList().forEach(this::compare);
        List<RequestOp> ops = new ArrayList<>(txn.getSuccessList());
        ops.addAll(txn.getFailureList());
        coverage.hitIf(!ops.isEmpty() && ops.stream().allMatch(RequestOp::hasRequestRange), "txn.read-only");
        for (RequestOp op : ops.size() > 64 ? ops.subList(0, 1) : ops) {
            switch (op.getRequestCase()) {
                case REQUEST_RANGE -> range("txn.range", op.getRequestRange(), before);
                case REQUEST_PUT -> put("txn.put", op.getRequestPut());
                case REQUEST_DELETE_RANGE -> delete("txn.delete", op.getRequestDeleteRange());
                case REQUEST_TXN -> txn(op.getRequestTxn(), before, depth + 1);
                default -> coverage.hit("txn.empty-op");
            }
        }
    }

    private void compare(Compare compare) {
        coverage.hit("txn.compare." + compare.getTarget() + "/" + compare.getResult());
        coverage.hitIf(!compare.getRangeEnd().isEmpty(), "txn.compare.range_end");
        coverage.hitIf(
                compare.getTargetUnionCase() == Compare.TargetUnionCase.TARGETUNION_NOT_SET, "txn.compare.unset");
        coverage.hitIf(compare.getKey().isEmpty(), "txn.compare.empty-key");
    }

    static Keys.Kind kind(ByteString key, ByteString end) {
        if (end.isEmpty()) {
            return Keys.Kind.SINGLE;
        } else if (end.equals(Keys.NUL)) {
            return key.equals(Keys.NUL) ? Keys.Kind.ALL : Keys.Kind.FROM_KEY;
        } else if (key.isEmpty()) {
            return Keys.Kind.RANGE;
        } else if (Keys.compare(end, key) <= 0) {
            return Keys.Kind.EMPTY;
        }
        return end.equals(afterPrefix(key)) ? Keys.Kind.PREFIX : Keys.Kind.RANGE;
    }

    private static ByteString afterPrefix(ByteString prefix) {
        byte[] bytes = prefix.toByteArray();
        bytes[bytes.length - 1]++;
        return ByteString.copyFrom(bytes);
    }
}
