/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model.format;

import io.kedge.model.Cause;
import io.kedge.model.Compare;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.FaultyOp;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.SequentialPut;
import io.kedge.model.SortOrder;
import io.kedge.model.SortTarget;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import java.util.ArrayList;
import java.util.List;

/** Key-value operations inside commands: fields in a fixed order, booleans packed into one byte of flags. */
final class TxnCodec {

    private static final int OP_RANGE = 1;
    private static final int OP_PUT = 2;
    private static final int OP_DELETE = 3;
    private static final int OP_TXN = 4;
    private static final int OP_EMPTY = 5;
    private static final int OP_SEQUENTIAL = 6;

    private static final int PUT_CAUSE_SHIFT = 3;
    private static final int DELETE_CAUSE_SHIFT = 1;

    private static final Compare.Target[] TARGETS = Compare.Target.values();
    private static final Compare.Result[] RESULTS = Compare.Result.values();
    private static final SortOrder[] ORDERS = SortOrder.values();
    private static final SortTarget[] SORT_TARGETS = SortTarget.values();

    private TxnCodec() {}

    static void writePut(WireWriter out, PutRequest put) {
        out.u8((put.previous() ? 1 : 0)
                | (put.ignoreValue() ? 2 : 0)
                | (put.ignoreLease() ? 4 : 0)
                | put.cause().code() << PUT_CAUSE_SHIFT);
        out.bytes(put.key().bytes());
        out.bytes(put.value());
        out.varint(put.lease());
    }

    static PutRequest readPut(WireReader in) {
        int flags = in.u8();
        return new PutRequest(
                Key.of(in.bytes()),
                in.bytes(),
                in.varint(),
                (flags & 1) != 0,
                (flags & 2) != 0,
                (flags & 4) != 0,
                Cause.ofCode(flags >> PUT_CAUSE_SHIFT));
    }

    static void writeDelete(WireWriter out, DeleteRangeRequest delete) {
        // A plain delete's cause is written as 0, as it was before there were others.
        int cause = delete.cause() == Cause.DELETE ? 0 : delete.cause().code();
        out.u8((delete.previous() ? 1 : 0) | cause << DELETE_CAUSE_SHIFT);
        writeRange(out, delete.range());
    }

    static DeleteRangeRequest readDelete(WireReader in) {
        int flags = in.u8();
        int cause = flags >> DELETE_CAUSE_SHIFT;
        return new DeleteRangeRequest(readRange(in), (flags & 1) != 0, cause == 0 ? Cause.DELETE : Cause.ofCode(cause));
    }

    static void writeTxn(WireWriter out, TxnRequest txn) {
        writeTxn(out, txn, TxnRequest.NESTING_MAX);
    }

    private static void writeTxn(WireWriter out, TxnRequest txn, int levels) {
        checkLevels(levels);
        out.varint(txn.compares().size());
        for (Compare compare : txn.compares()) {
            writeRange(out, compare.range());
            out.u8(compare.target().ordinal());
            out.u8(compare.result().ordinal());
            out.varint(compare.number());
            out.bytes(compare.value());
        }
        writeOps(out, txn.success(), levels);
        writeOps(out, txn.failure(), levels);
    }

    /** What is not written is not read either: each level takes a part of the stack. */
    private static void checkLevels(int levels) {
        if (levels == 0) {
            throw new IllegalArgumentException("transactions nested deeper than " + TxnRequest.NESTING_MAX);
        }
    }

    static TxnRequest readTxn(WireReader in) {
        return readTxn(in, TxnRequest.NESTING_MAX);
    }

    private static TxnRequest readTxn(WireReader in, int levels) {
        checkLevels(levels);
        int count = in.count();
        List<Compare> compares = new ArrayList<>(WireReader.capacity(count));
        for (int i = 0; i < count; i++) {
            compares.add(
                    new Compare(readRange(in), in.constant(TARGETS), in.constant(RESULTS), in.varint(), in.bytes()));
        }
        return new TxnRequest(compares, readOps(in, levels), readOps(in, levels));
    }

    private static void writeOps(WireWriter out, List<TxnOp> ops, int levels) {
        out.varint(ops.size());
        for (TxnOp op : ops) {
            if (op instanceof RangeRequest range) {
                out.u8(OP_RANGE);
                writeRangeRequest(out, range);
            } else if (op instanceof PutRequest put) {
                out.u8(OP_PUT);
                writePut(out, put);
            } else if (op instanceof DeleteRangeRequest delete) {
                out.u8(OP_DELETE);
                writeDelete(out, delete);
            } else if (op instanceof SequentialPut put) {
                out.u8(OP_SEQUENTIAL);
                writeSequentialPut(out, put);
            } else if (op instanceof TxnRequest txn) {
                out.u8(OP_TXN);
                writeTxn(out, txn, levels - 1);
            } else {
                out.u8(OP_EMPTY);
            }
        }
    }

    private static List<TxnOp> readOps(WireReader in, int levels) {
        int count = in.count();
        List<TxnOp> ops = new ArrayList<>(WireReader.capacity(count));
        for (int i = 0; i < count; i++) {
            int kind = in.u8();
            ops.add(
                    switch (kind) {
                        case OP_RANGE -> readRangeRequest(in);
                        case OP_PUT -> readPut(in);
                        case OP_DELETE -> readDelete(in);
                        case OP_TXN -> readTxn(in, levels - 1);
                        case OP_SEQUENTIAL -> readSequentialPut(in);
                        case OP_EMPTY -> new FaultyOp(StatusCode.KEY_NOT_FOUND);
                        default -> throw new UnknownFormatException("transaction operation " + kind);
                    });
        }
        return ops;
    }

    private static void writeSequentialPut(WireWriter out, SequentialPut put) {
        out.bytes(put.prefix().bytes());
        out.bytes(put.suffix());
        out.bytes(put.value());
        out.varint(put.lease());
        out.u8(put.cause().code());
    }

    private static SequentialPut readSequentialPut(WireReader in) {
        return new SequentialPut(Key.of(in.bytes()), in.bytes(), in.bytes(), in.varint(), Cause.ofCode(in.u8()));
    }

    private static void writeRangeRequest(WireWriter out, RangeRequest range) {
        writeRange(out, range.range());
        out.varint(range.limit());
        out.varint(range.revision());
        out.u8(range.sortOrder().ordinal());
        out.u8(range.sortTarget().ordinal());
        out.u8((range.serializable() ? 1 : 0) | (range.keysOnly() ? 2 : 0) | (range.countOnly() ? 4 : 0));
        out.varint(range.minModRevision());
        out.varint(range.maxModRevision());
        out.varint(range.minCreateRevision());
        out.varint(range.maxCreateRevision());
    }

    private static RangeRequest readRangeRequest(WireReader in) {
        KeyRange range = readRange(in);
        long limit = in.varint();
        long revision = in.varint();
        SortOrder order = in.constant(ORDERS);
        SortTarget target = in.constant(SORT_TARGETS);
        int flags = in.u8();
        return new RangeRequest(
                range,
                limit,
                revision,
                order,
                target,
                (flags & 1) != 0,
                (flags & 2) != 0,
                (flags & 4) != 0,
                in.varint(),
                in.varint(),
                in.varint(),
                in.varint());
    }

    private static void writeRange(WireWriter out, KeyRange range) {
        out.bytes(range.start().bytes());
        out.bytes(range.endBytes());
    }

    private static KeyRange readRange(WireReader in) {
        return KeyRange.of(in.bytes(), in.bytes());
    }
}
