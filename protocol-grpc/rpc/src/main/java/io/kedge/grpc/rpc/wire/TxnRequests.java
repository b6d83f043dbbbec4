/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc.wire;

import io.kedge.model.Compare;
import io.kedge.model.FaultyOp;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyRange;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import java.util.ArrayList;
import java.util.List;

/** Decodes transactions, nested ones included. */
public final class TxnRequests {

    /**
     * Beyond it a request is refused before it can exhaust the stack; etcd's budget of operations allows no more by
     * default.
     */
    static final int DEPTH_MAX = 128;

    private static final Compare.Target[] TARGETS = Compare.Target.values();
    private static final Compare.Result[] RESULTS = Compare.Result.values();

    private TxnRequests() {}

    /** Throws KedgeException for nesting beyond the limit. */
    public static TxnRequest txn(ProtoReader in) {
        return txn(in, 0);
    }

    private static TxnRequest txn(ProtoReader in, int depth) {
        if (depth == DEPTH_MAX) {
            throw new KedgeException(StatusCode.TOO_MANY_OPERATIONS);
        }
        List<Compare> compares = new ArrayList<>(1);
        List<TxnOp> success = new ArrayList<>(1);
        List<TxnOp> failure = new ArrayList<>(1);
        for (int tag = in.nextTag(); tag != 0; tag = in.nextTag()) {
            switch (tag) {
                case Tags.BYTES_1 -> {
                    int outer = in.enter();
                    compares.add(compare(in));
                    in.leave(outer);
                }
                case Tags.BYTES_2 -> success.add(embeddedOp(in, depth));
                case Tags.BYTES_3 -> failure.add(embeddedOp(in, depth));
                default -> in.skip(tag);
            }
        }
        return new TxnRequest(compares, success, failure);
    }

    private static TxnOp embeddedOp(ProtoReader in, int depth) {
        int outer = in.enter();
        TxnOp op = new FaultyOp(StatusCode.KEY_NOT_FOUND);
        for (int tag = in.nextTag(); tag != 0; tag = in.nextTag()) {
            if (tag != Tags.BYTES_1 && tag != Tags.BYTES_2 && tag != Tags.BYTES_3 && tag != Tags.BYTES_4) {
                in.skip(tag);
                continue;
            }
            int inner = in.enter();
            op = switch (tag) {
                case Tags.BYTES_1 -> range(in);
                case Tags.BYTES_2 -> KvRequests.put(in);
                case Tags.BYTES_3 -> KvRequests.delete(in);
                default -> txn(in, depth + 1);
            };
            in.leave(inner);
        }
        in.leave(outer);
        return op;
    }

    /** The reader has passed the whole range when its sort turns out to be invalid. */
    private static TxnOp range(ProtoReader in) {
        try {
            return KvRequests.range(in);
        } catch (KedgeException refused) {
            return new FaultyOp(refused.code());
        }
    }

    private static Compare compare(ProtoReader in) {
        int result = 0;
        int target = 0;
        byte[] key = KvRequests.NO_BYTES;
        byte[] end = KvRequests.NO_BYTES;
        int unionTag = 0;
        long number = 0;
        byte[] value = KvRequests.NO_BYTES;
        for (int tag = in.nextTag(); tag != 0; tag = in.nextTag()) {
            switch (tag) {
                case Tags.VARINT_1 -> result = in.enumNumber();
                case Tags.VARINT_2 -> target = in.enumNumber();
                case Tags.BYTES_3 -> key = in.bytes();
                case Tags.VARINT_4, Tags.VARINT_5, Tags.VARINT_6, Tags.VARINT_8 -> {
                    number = in.varint();
                    unionTag = tag;
                }
                case Tags.BYTES_7 -> {
                    value = in.bytes();
                    unionTag = tag;
                }
                case Tags.BYTES_64 -> end = in.bytes();
                default -> in.skip(tag);
            }
        }
        return compare(KeyRange.of(key, end), target, result, unionTag, number, value);
    }

    /** An operand of another kind than the target's counts as not given, that is as 0 or empty. */
    private static Compare compare(KeyRange range, int target, int result, int unionTag, long number, byte[] value) {
        Compare.Result operator =
                result < 0 || result > Compare.Result.NOT_EQUAL.ordinal() ? Compare.Result.UNKNOWN : RESULTS[result];
        if (target < 0 || target >= TARGETS.length) {
            return ofUnknownTarget(range, operator);
        }
        Compare.Target named = TARGETS[target];
        boolean given = unionTag == operandTag(named);
        return new Compare(
                range,
                named,
                operator,
                given && named != Compare.Target.VALUE ? number : 0,
                given && named == Compare.Target.VALUE ? value : KvRequests.NO_BYTES);
    }

    private static int operandTag(Compare.Target target) {
        return switch (target) {
            case VERSION -> Tags.VARINT_4;
            case CREATE -> Tags.VARINT_5;
            case MOD -> Tags.VARINT_6;
            case VALUE -> Tags.BYTES_7;
            case LEASE -> Tags.VARINT_8;
        };
    }

    /**
     * As in etcd, a target without a name compares as equal: always true for EQUAL, and never (a version below 0) else.
     */
    private static Compare ofUnknownTarget(KeyRange range, Compare.Result operator) {
        boolean holds = operator.holds(0);
        return new Compare(
                range,
                Compare.Target.VERSION,
                holds ? Compare.Result.UNKNOWN : Compare.Result.LESS,
                0,
                KvRequests.NO_BYTES);
    }
}
