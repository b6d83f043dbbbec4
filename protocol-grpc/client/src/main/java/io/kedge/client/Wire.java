/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import com.google.protobuf.ByteString;
import io.kedge.grpc.proto.etcdserverpb.Compare.CompareResult;
import io.kedge.grpc.proto.etcdserverpb.Compare.CompareTarget;
import io.kedge.grpc.proto.etcdserverpb.DeleteRangeRequest;
import io.kedge.grpc.proto.etcdserverpb.DeleteRangeResponse;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.PutResponse;
import io.kedge.grpc.proto.etcdserverpb.RangeRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeResponse;
import io.kedge.grpc.proto.etcdserverpb.RequestOp;
import io.kedge.grpc.proto.etcdserverpb.ResponseOp;
import io.kedge.grpc.proto.etcdserverpb.TxnResponse;
import java.util.List;
import java.util.Optional;

/** Between the public records and the messages on the wire. */
final class Wire {

    private Wire() {}

    static KeyValue keyValue(io.kedge.grpc.proto.mvccpb.KeyValue wire) {
        return new KeyValue(
                Bytes.of(wire.getKey()),
                Bytes.of(wire.getValue()),
                wire.getCreateRevision(),
                wire.getModRevision(),
                wire.getVersion(),
                wire.getLease());
    }

    static List<KeyValue> keyValues(List<io.kedge.grpc.proto.mvccpb.KeyValue> wire) {
        return wire.stream().map(Wire::keyValue).toList();
    }

    static PutRequest put(Bytes key, Bytes value, PutOptions options) {
        return PutRequest.newBuilder()
                .setKey(key.wire())
                .setValue(value.wire())
                .setLease(options.lease())
                .setPrevKv(options.previous())
                .build();
    }

    static RangeRequest range(KeyRange range, GetOptions options) {
        RangeRequest.Builder request = RangeRequest.newBuilder()
                .setKey(range.start().wire())
                .setRangeEnd(range.end().wire())
                .setLimit(options.limit())
                .setRevision(options.revision())
                .setKeysOnly(options.keysOnly())
                .setCountOnly(options.countOnly())
                .setSerializable(options.serializable());
        switch (options.order()) {
            case KEY -> {}
            case KEY_DESCENDING -> sort(request, RangeRequest.SortTarget.KEY, RangeRequest.SortOrder.DESCEND);
            case CREATED -> sort(request, RangeRequest.SortTarget.CREATE, RangeRequest.SortOrder.ASCEND);
            case CHANGED_DESCENDING -> sort(request, RangeRequest.SortTarget.MOD, RangeRequest.SortOrder.DESCEND);
        }
        return request.build();
    }

    private static void sort(RangeRequest.Builder to, RangeRequest.SortTarget target, RangeRequest.SortOrder order) {
        to.setSortTarget(target).setSortOrder(order);
    }

    static DeleteRangeRequest delete(KeyRange range, boolean previous) {
        return DeleteRangeRequest.newBuilder()
                .setKey(range.start().wire())
                .setRangeEnd(range.end().wire())
                .setPrevKv(previous)
                .build();
    }

    static PutResult put(PutResponse wire) {
        return new PutResult(
                wire.getHeader().getRevision(),
                wire.hasPrevKv() ? Optional.of(keyValue(wire.getPrevKv())) : Optional.empty());
    }

    static RangeResult range(RangeResponse wire) {
        return new RangeResult(
                wire.getHeader().getRevision(), keyValues(wire.getKvsList()), wire.getMore(), wire.getCount());
    }

    static DeleteResult delete(DeleteRangeResponse wire) {
        return new DeleteResult(wire.getHeader().getRevision(), wire.getDeleted(), keyValues(wire.getPrevKvsList()));
    }

    static io.kedge.grpc.proto.etcdserverpb.Compare compare(Compare compare) {
        io.kedge.grpc.proto.etcdserverpb.Compare.Builder wire = io.kedge.grpc.proto.etcdserverpb.Compare.newBuilder()
                .setKey(compare.key().wire())
                .setResult(
                        switch (compare.relation()) {
                            case EQUAL -> CompareResult.EQUAL;
                            case GREATER -> CompareResult.GREATER;
                            case LESS -> CompareResult.LESS;
                            case NOT_EQUAL -> CompareResult.NOT_EQUAL;
                        });
        ByteString value = compare.value().wire();
        long number = compare.number();
        switch (compare.target()) {
            case VERSION -> wire.setTarget(CompareTarget.VERSION).setVersion(number);
            case CREATE_REVISION -> wire.setTarget(CompareTarget.CREATE).setCreateRevision(number);
            case MOD_REVISION -> wire.setTarget(CompareTarget.MOD).setModRevision(number);
            case VALUE -> wire.setTarget(CompareTarget.VALUE).setValue(value);
            case LEASE -> wire.setTarget(CompareTarget.LEASE).setLease(number);
        }
        return wire.build();
    }

    static RequestOp op(Op op) {
        RequestOp.Builder wire = RequestOp.newBuilder();
        if (op instanceof Op.Put put) {
            wire.setRequestPut(put(put.key(), put.value(), put.options()));
        } else if (op instanceof Op.Get get) {
            wire.setRequestRange(range(get.range(), get.options()));
        } else if (op instanceof Op.Delete delete) {
            wire.setRequestDeleteRange(delete(delete.range(), delete.previous()));
        }
        return wire.build();
    }

    static TxnResult txn(TxnResponse wire) {
        return new TxnResult(
                wire.getHeader().getRevision(),
                wire.getSucceeded(),
                wire.getResponsesList().stream().map(Wire::result).toList());
    }

    private static OpResult result(ResponseOp wire) {
        return switch (wire.getResponseCase()) {
            case RESPONSE_PUT -> put(wire.getResponsePut());
            case RESPONSE_RANGE -> range(wire.getResponseRange());
            case RESPONSE_DELETE_RANGE -> delete(wire.getResponseDeleteRange());
            case RESPONSE_TXN, RESPONSE_NOT_SET ->
                throw new KedgeClientException(ErrorCode.INTERNAL, "a transaction's answer lacks a result");
        };
    }
}
