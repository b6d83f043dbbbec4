/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc.wire;

import io.kedge.model.CompactResult;
import io.kedge.model.DeleteResult;
import io.kedge.model.KeyValue;
import io.kedge.model.LeaseResult;
import io.kedge.model.OpResult;
import io.kedge.model.PutResult;
import io.kedge.model.RangeResult;
import io.kedge.model.TxnResult;
import io.kedge.model.format.WireWriter;
import java.util.List;

/** Encodes the replies of the KV service and of keep-alives, header first, each into one array of its exact size. */
public final class KvReplies {

    private final HeaderWriter header;

    public KvReplies(HeaderWriter header) {
        this.header = header;
    }

    public byte[] range(RangeResult result) {
        return top(result);
    }

    public byte[] put(PutResult result) {
        return top(result);
    }

    public byte[] delete(DeleteResult result) {
        return top(result);
    }

    public byte[] txn(TxnResult result) {
        return top(result);
    }

    public byte[] compact(CompactResult result) {
        long term = header.term();
        WireWriter out = new WireWriter(header.fieldSize(result.revision(), term));
        header.write(out, result.revision(), term);
        return out.toBytes();
    }

    public byte[] keepAlive(LeaseResult result) {
        long term = header.term();
        WireWriter out = new WireWriter(header.fieldSize(result.revision(), term)
                + WireWriter.sizeOfVarintField(result.id())
                + WireWriter.sizeOfVarintField(result.ttlSeconds()));
        header.write(out, result.revision(), term);
        out.varintField(2, result.id());
        out.varintField(3, result.ttlSeconds());
        return out.toBytes();
    }

    private byte[] top(OpResult result) {
        long term = header.term();
        WireWriter out = new WireWriter(header.fieldSize(result.revision(), term) + bodySize(result));
        header.write(out, result.revision(), term);
        writeBody(out, result);
        return out.toBytes();
    }

    /** Bytes of everything but the header. */
    private static int bodySize(OpResult result) {
        long size;
        if (result instanceof PutResult put) {
            KeyValue previous = put.previous();
            size = previous == null ? 0 : WireWriter.sizeOfBytesField(previous.wire().length);
        } else if (result instanceof RangeResult range) {
            size = kvsSize(range.kvs()) + (range.more() ? 2 : 0) + WireWriter.sizeOfVarintField(range.count());
        } else if (result instanceof DeleteResult delete) {
            size = kvsSize(delete.previous()) + WireWriter.sizeOfVarintField(delete.deleted());
        } else {
            TxnResult txn = (TxnResult) result;
            size = txn.succeeded() ? 2 : 0;
            for (OpResult op : txn.results()) {
                size += WireWriter.sizeOfBytesField(WireWriter.sizeOfBytesField(innerSize(op)));
            }
        }
        return Math.toIntExact(size);
    }

    private static void writeBody(WireWriter out, OpResult result) {
        if (result instanceof PutResult put) {
            KeyValue previous = put.previous();
            if (previous != null) {
                out.bytesField(2, previous.wire());
            }
        } else if (result instanceof RangeResult range) {
            writeKvs(out, 2, range.kvs());
            out.varintField(3, range.more() ? 1 : 0);
            out.varintField(4, range.count());
        } else if (result instanceof DeleteResult delete) {
            out.varintField(2, delete.deleted());
            writeKvs(out, 3, delete.previous());
        } else {
            TxnResult txn = (TxnResult) result;
            out.varintField(2, txn.succeeded() ? 1 : 0);
            for (OpResult op : txn.results()) {
                writeOp(out, op);
            }
        }
    }

    private static void writeOp(WireWriter out, OpResult op) {
        int inner = innerSize(op);
        out.varint(3 << 3 | 2);
        out.varint(WireWriter.sizeOfBytesField(inner));
        out.varint(responseField(op) << 3 | 2);
        out.varint(inner);
        HeaderWriter.writeInner(out, innerRevision(op));
        writeBody(out, op);
    }

    private static int innerSize(OpResult op) {
        return HeaderWriter.innerFieldSize(innerRevision(op)) + bodySize(op);
    }

    /** The header of a nested transaction's reply is there and empty. */
    private static long innerRevision(OpResult op) {
        return op instanceof TxnResult ? 0 : op.revision();
    }

    private static int responseField(OpResult op) {
        if (op instanceof RangeResult) {
            return 1;
        }
        if (op instanceof PutResult) {
            return 2;
        }
        return op instanceof DeleteResult ? 3 : 4;
    }

    private static long kvsSize(List<KeyValue> kvs) {
        long size = 0;
        for (KeyValue kv : kvs) {
            size += WireWriter.sizeOfBytesField(kv.wire().length);
        }
        return size;
    }

    private static void writeKvs(WireWriter out, int field, List<KeyValue> kvs) {
        for (KeyValue kv : kvs) {
            out.bytesField(field, kv.wire());
        }
    }
}
