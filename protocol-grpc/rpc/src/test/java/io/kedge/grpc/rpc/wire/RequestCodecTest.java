/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.kedge.api.WatchRequest;
import io.kedge.grpc.proto.etcdserverpb.CompactionRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseKeepAliveRequest;
import io.kedge.grpc.proto.etcdserverpb.RequestOp;
import io.kedge.grpc.proto.etcdserverpb.WatchCreateRequest;
import io.kedge.model.CompactRequest;
import io.kedge.model.Compare;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.FaultyOp;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyRange;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import io.kedge.model.format.WireWriter;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestCodecTest {

    private static final int ROUNDS = 3_000;

    private final long seed = new Random().nextLong();
    private final RandomMessages messages = new RandomMessages(seed);

    private static ProtoReader reader(com.google.protobuf.Message message) {
        return ProtoReader.of(Buffer.buffer(message.toByteArray()));
    }

    @Test
    void transactionsDecodeAsTheGeneratedClassesDo() {
        for (int i = 0; i < ROUNDS; i++) {
            var wire = messages.next(io.kedge.grpc.proto.etcdserverpb.TxnRequest.getDefaultInstance());
            assertTxn(TxnRequests.txn(reader(wire)), wire);
        }
    }

    private void assertTxn(TxnRequest actual, io.kedge.grpc.proto.etcdserverpb.TxnRequest wire) {
        assertThat(actual.compares()).as("seed %d", seed).hasSize(wire.getCompareCount());
        for (int i = 0; i < wire.getCompareCount(); i++) {
            assertCompare(actual.compares().get(i), wire.getCompare(i));
        }
        assertOps(actual.success(), wire.getSuccessList());
        assertOps(actual.failure(), wire.getFailureList());
    }

    private void assertOps(List<TxnOp> actual, List<RequestOp> wire) {
        assertThat(actual).as("seed %d", seed).hasSize(wire.size());
        for (int i = 0; i < wire.size(); i++) {
            RequestOp op = wire.get(i);
            switch (op.getRequestCase()) {
                case REQUEST_RANGE -> assertRange((RangeRequest) actual.get(i), op.getRequestRange());
                case REQUEST_PUT -> assertPut((PutRequest) actual.get(i), op.getRequestPut());
                case REQUEST_DELETE_RANGE ->
                    assertDelete((DeleteRangeRequest) actual.get(i), op.getRequestDeleteRange());
                case REQUEST_TXN -> assertTxn((TxnRequest) actual.get(i), op.getRequestTxn());
                default -> assertThat(actual.get(i)).isEqualTo(new FaultyOp(StatusCode.KEY_NOT_FOUND));
            }
        }
    }

    private void assertCompare(Compare actual, io.kedge.grpc.proto.etcdserverpb.Compare wire) {
        assertKeys(actual.range(), wire.getKey(), wire.getRangeEnd());
        assertThat(actual.target().ordinal()).isEqualTo(wire.getTargetValue());
        assertThat(actual.result().ordinal()).isEqualTo(wire.getResultValue());
        long number =
                switch (wire.getTarget()) {
                    case VERSION -> wire.getVersion();
                    case CREATE -> wire.getCreateRevision();
                    case MOD -> wire.getModRevision();
                    case LEASE -> wire.getLease();
                    default -> 0;
                };
        assertThat(actual.number()).as("seed %d", seed).isEqualTo(number);
        boolean value = wire.getTarget() == io.kedge.grpc.proto.etcdserverpb.Compare.CompareTarget.VALUE;
        assertThat(actual.value()).isEqualTo(value ? wire.getValue().toByteArray() : new byte[0]);
    }

    private static void assertRange(RangeRequest actual, io.kedge.grpc.proto.etcdserverpb.RangeRequest wire) {
        assertKeys(actual.range(), wire.getKey(), wire.getRangeEnd());
        assertThat(actual.limit()).isEqualTo(wire.getLimit());
        assertThat(actual.revision()).isEqualTo(wire.getRevision());
        assertThat(actual.sortOrder().ordinal()).isEqualTo(wire.getSortOrderValue());
        assertThat(actual.sortTarget().ordinal()).isEqualTo(wire.getSortTargetValue());
        assertThat(actual.serializable()).isEqualTo(wire.getSerializable());
        assertThat(actual.keysOnly()).isEqualTo(wire.getKeysOnly());
        assertThat(actual.countOnly()).isEqualTo(wire.getCountOnly());
        assertThat(actual.minModRevision()).isEqualTo(wire.getMinModRevision());
        assertThat(actual.maxModRevision()).isEqualTo(wire.getMaxModRevision());
        assertThat(actual.minCreateRevision()).isEqualTo(wire.getMinCreateRevision());
        assertThat(actual.maxCreateRevision()).isEqualTo(wire.getMaxCreateRevision());
    }

    private static void assertPut(PutRequest actual, io.kedge.grpc.proto.etcdserverpb.PutRequest wire) {
        assertThat(actual.key().bytes()).isEqualTo(wire.getKey().toByteArray());
        assertThat(actual.value()).isEqualTo(wire.getValue().toByteArray());
        assertThat(actual.lease()).isEqualTo(wire.getLease());
        assertThat(actual.previous()).isEqualTo(wire.getPrevKv());
        assertThat(actual.ignoreValue()).isEqualTo(wire.getIgnoreValue());
        assertThat(actual.ignoreLease()).isEqualTo(wire.getIgnoreLease());
    }

    private static void assertDelete(
            DeleteRangeRequest actual, io.kedge.grpc.proto.etcdserverpb.DeleteRangeRequest wire) {
        assertKeys(actual.range(), wire.getKey(), wire.getRangeEnd());
        assertThat(actual.previous()).isEqualTo(wire.getPrevKv());
    }

    private static void assertKeys(KeyRange actual, ByteString key, ByteString end) {
        assertThat(actual).isEqualTo(KeyRange.of(key.toByteArray(), end.toByteArray()));
    }

    @Test
    void watchMessagesDecodeAsTheGeneratedClassesDo() {
        for (int i = 0; i < ROUNDS; i++) {
            var wire = messages.next(io.kedge.grpc.proto.etcdserverpb.WatchRequest.getDefaultInstance());
            WatchMessage actual = WatchMessage.decode(reader(wire));
            switch (wire.getRequestUnionCase()) {
                case CREATE_REQUEST -> assertCreate(((WatchMessage.Create) actual).request(), wire.getCreateRequest());
                case CANCEL_REQUEST ->
                    assertThat(actual)
                            .isEqualTo(new WatchMessage.Cancel(
                                    wire.getCancelRequest().getWatchId()));
                case PROGRESS_REQUEST -> assertThat(actual).isEqualTo(new WatchMessage.Progress());
                default -> assertThat(actual).isEqualTo(new WatchMessage.Unknown());
            }
        }
    }

    private void assertCreate(WatchRequest actual, WatchCreateRequest wire) {
        byte[] key = wire.getKey().isEmpty() ? new byte[1] : wire.getKey().toByteArray();
        assertThat(actual)
                .as("seed %d", seed)
                .isEqualTo(new WatchRequest(
                        KeyRange.of(key, wire.getRangeEnd().toByteArray()),
                        wire.getStartRevision(),
                        wire.getProgressNotify(),
                        wire.getFiltersList().contains(WatchCreateRequest.FilterType.NOPUT),
                        wire.getFiltersList().contains(WatchCreateRequest.FilterType.NODELETE),
                        wire.getPrevKv(),
                        wire.getWatchId(),
                        wire.getFragment()));
    }

    @Test
    void smallMessagesDecodeAsTheGeneratedClassesDo() {
        for (int i = 0; i < ROUNDS; i++) {
            var compact = messages.next(CompactionRequest.getDefaultInstance());
            assertThat(KvRequests.compact(reader(compact)))
                    .isEqualTo(new CompactRequest(compact.getRevision(), compact.getPhysical()));
            var renewal = messages.next(LeaseKeepAliveRequest.getDefaultInstance());
            assertThat(WatchMessage.id(reader(renewal))).isEqualTo(renewal.getID());
        }
    }

    @Test
    void cutOrRandomBytesAreRefusedAndNothingElse() {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = messages.next(io.kedge.grpc.proto.etcdserverpb.TxnRequest.getDefaultInstance())
                    .toByteArray();
            for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            ProtoReader in = new ProtoReader(bytes, 0, random.nextInt(bytes.length + 1));
            try {
                assertThat(TxnRequests.txn(in)).isNotNull();
            } catch (MalformedMessageException | KedgeException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void deepNestingIsRefusedWithoutRunningOutOfStack() {
        byte[] txn = {};
        for (int depth = 0; depth < 20_000; depth++) {
            txn = wrap(2, wrap(4, txn));
        }
        byte[] deep = txn;
        assertThatThrownBy(() -> TxnRequests.txn(new ProtoReader(deep, 0, deep.length)))
                .isInstanceOfSatisfying(
                        KedgeException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.TOO_MANY_OPERATIONS));
    }

    private static byte[] wrap(int field, byte[] content) {
        WireWriter out = new WireWriter(WireWriter.sizeOfBytesField(content.length));
        out.bytesField(field, content);
        return out.toBytes();
    }

    @Test
    void numbersWithoutNamesAreToldApart() {
        var sort = io.kedge.grpc.proto.etcdserverpb.RangeRequest.newBuilder().setSortOrderValue(7);
        assertCode(sort.setKey(ByteString.copyFromUtf8("k")).build(), StatusCode.INVALID_SORT_OPTION);
        assertCode(sort.clearKey().build(), StatusCode.KEY_NOT_PROVIDED);
        var compare = io.kedge.grpc.proto.etcdserverpb.Compare.newBuilder().setResultValue(9);
        var txn = io.kedge.grpc.proto.etcdserverpb.TxnRequest.newBuilder().addCompare(compare);
        assertThat(TxnRequests.txn(reader(txn.build())).compares().get(0).result())
                .isEqualTo(Compare.Result.UNKNOWN);
    }

    private static void assertCode(io.kedge.grpc.proto.etcdserverpb.RangeRequest wire, StatusCode code) {
        assertThatThrownBy(() -> KvRequests.range(reader(wire)))
                .isInstanceOfSatisfying(
                        KedgeException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
