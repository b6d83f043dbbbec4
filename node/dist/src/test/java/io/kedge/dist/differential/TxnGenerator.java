/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.ByteString;
import io.kedge.grpc.proto.etcdserverpb.*;
import io.kedge.grpc.proto.mvccpb.KeyValue;
import java.util.List;
import java.util.Random;

/** Random transactions: mostly legal ones, with keys of their own for each put, and each way to be illegal. */
final class TxnGenerator {
    private static final int OPS_MAX = 128;

    private final Random random;
    private final Knowledge known;
    private final RequestGenerator requests;

    TxnGenerator(Random random, Knowledge known, RequestGenerator requests) {
        this.random = random;
        this.known = known;
        this.requests = requests;
    }

    TxnRequest.Builder txn() {
        int dice = random.nextInt(100);
        if (dice < 3) {
            return tooMany();
        } else if (dice < 6) {
            return duplicates();
        } else if (dice < 18) {
            return readOnly();
        } else if (dice < 20) {
            return TxnRequest.newBuilder();
        }
        return DeletedBefore.clearKeeping(legal(Keys.some(random, 12), one(4) ? 2 : 0));
    }

    private TxnRequest.Builder legal(List<ByteString> keys, int depth) {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        int compares = random.nextInt(3);
        for (int i = 0; i < compares; i++) {
            txn.addCompare(compare());
        }
        int ops = random.nextInt(4);
        for (int i = 0; i < ops; i++) {
            txn.addSuccess(op(keys, depth));
        }
        ops = random.nextInt(3);
        for (int i = 0; i < ops; i++) {
            txn.addFailure(op(keys, depth));
        }
        return txn;
    }

    private RequestOp op(List<ByteString> keys, int depth) {
        if (depth > 0 && one(3)) {
            return RequestOp.newBuilder().setRequestTxn(legal(keys, depth - 1)).build();
        }
        int dice = random.nextInt(20);
        if (dice < 8 && !keys.isEmpty()) {
            PutRequest.Builder put = requests.put();
            if (!put.getKey().isEmpty()) {
                put.setKey(keys.remove(keys.size() - 1));
            }
            return RequestOp.newBuilder().setRequestPut(put).build();
        } else if (dice < 12) {
            DeleteRangeRequest.Builder delete = requests.deleteRange();
            if (!one(2) && !delete.getKey().isEmpty() && !keys.isEmpty()) {
                delete.setKey(keys.remove(keys.size() - 1)).clearRangeEnd();
            }
            return RequestOp.newBuilder().setRequestDeleteRange(delete).build();
        } else if (dice == 12 && one(4)) {
            return RequestOp.getDefaultInstance();
        }
        RangeRequest.Builder range = requests.range();
        if (!one(6)) {
            range.clearRevision();
        }
        return RequestOp.newBuilder().setRequestRange(range).build();
    }

    private TxnRequest.Builder readOnly() {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            txn.addCompare(compare());
            txn.addSuccess(RequestOp.newBuilder().setRequestRange(requests.range()));
            txn.addFailure(
                    RequestOp.newBuilder().setRequestRange(requests.range().clearRevision()));
        }
        return txn;
    }

    private TxnRequest.Builder tooMany() {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        RequestOp get = RequestOp.newBuilder()
                .setRequestRange(requests.range().clearRevision())
                .build();
        int over = one(4) ? 0 : 1;
        switch (random.nextInt(4)) {
            case 0 -> repeat(OPS_MAX + over, () -> txn.addCompare(compare()));
            case 1 -> repeat(OPS_MAX + over, () -> txn.addSuccess(get));
            case 2 -> repeat(OPS_MAX + over, () -> txn.addFailure(get));
            default -> {
                TxnRequest.Builder child = TxnRequest.newBuilder();
                repeat(OPS_MAX - 2 + over, () -> child.addFailure(get));
                txn.addSuccess(get).addSuccess(RequestOp.newBuilder().setRequestTxn(child));
            }
        }
        return txn;
    }

    /** The same key twice: as two puts, as a put and a delete of a range, in a child, in two children, or legally. */
    private TxnRequest.Builder duplicates() {
        ByteString key = Keys.any(random);
        RequestOp put = putOf(key);
        RequestOp delete = RequestOp.newBuilder()
                .setRequestDeleteRange(
                        DeleteRangeRequest.newBuilder().setKey(key).setRangeEnd(one(2) ? ByteString.EMPTY : Keys.NUL))
                .build();
        TxnRequest.Builder childPut =
                TxnRequest.newBuilder().addCompare(compare()).addSuccess(put);
        TxnRequest.Builder childElse =
                TxnRequest.newBuilder().addCompare(compare()).addFailure(put);
        TxnRequest.Builder childBoth = childPut.clone().addFailure(put);
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        return switch (random.nextInt(8)) {
            case 0 -> txn.addSuccess(put).addSuccess(put);
            case 1 -> txn.addFailure(put).addFailure(delete);
            case 2 -> txn.addSuccess(delete).addSuccess(delete).addSuccess(delete);
            case 3 -> txn.addSuccess(put).addSuccess(child(childPut));
            case 4 -> txn.addSuccess(child(childPut)).addSuccess(child(childElse));
            case 5 -> txn.addSuccess(child(childBoth));
            case 6 -> txn.addSuccess(delete).addSuccess(child(childPut));
            default -> txn.addSuccess(put).addFailure(put);
        };
    }

    private Compare compare() {
        Keys.Span span = Keys.span(random, one(5) ? Keys.Kind.values()[random.nextInt(6)] : Keys.Kind.SINGLE);
        KeyValue kv = known.keys.getOrDefault(span.key(), KeyValue.getDefaultInstance());
        Compare.Builder builder = Compare.newBuilder()
                .setKey(span.key())
                .setRangeEnd(span.end())
                .setResultValue(random.nextInt(4))
                .setTargetValue(random.nextInt(5));
        if (one(40)) {
            builder.setResultValue(7);
        }
        if (one(60)) {
            builder.clearKey();
        }
        if (one(10)) {
            return builder.build();
        }
        long off = one(2) ? 0 : random.nextInt(3) - 1;
        return switch (one(30) ? Compare.CompareTarget.forNumber(random.nextInt(5)) : builder.getTarget()) {
            case VERSION -> builder.setVersion(kv.getVersion() + off).build();
            case CREATE ->
                builder.setCreateRevision(kv.getCreateRevision() + off).build();
            case MOD -> builder.setModRevision(kv.getModRevision() + off).build();
            case VALUE ->
                builder.setValue(one(2) ? kv.getValue() : requests.value()).build();
            default ->
                builder.setLease(one(2) ? kv.getLease() : requests.leaseId()).build();
        };
    }

    private RequestOp putOf(ByteString key) {
        return RequestOp.newBuilder()
                .setRequestPut(PutRequest.newBuilder().setKey(key).setValue(requests.value()))
                .build();
    }

    private static RequestOp child(TxnRequest.Builder txn) {
        return RequestOp.newBuilder().setRequestTxn(txn).build();
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }
}
