/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kedge.api.NodeIdentity;
import io.kedge.grpc.proto.etcdserverpb.CompactionResponse;
import io.kedge.grpc.proto.etcdserverpb.DeleteRangeResponse;
import io.kedge.grpc.proto.etcdserverpb.LeaseKeepAliveResponse;
import io.kedge.grpc.proto.etcdserverpb.PutResponse;
import io.kedge.grpc.proto.etcdserverpb.RangeResponse;
import io.kedge.grpc.proto.etcdserverpb.ResponseHeader;
import io.kedge.grpc.proto.etcdserverpb.ResponseOp;
import io.kedge.grpc.proto.etcdserverpb.TxnResponse;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.kedge.model.Cause;
import io.kedge.model.CompactResult;
import io.kedge.model.DeleteResult;
import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.LeaseResult;
import io.kedge.model.OpResult;
import io.kedge.model.PutResult;
import io.kedge.model.RangeResult;
import io.kedge.model.TxnResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplyCodecTest {

    private static final int ROUNDS = 1_000;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final NodeIdentity identity = new NodeIdentity() {
        @Override
        public long clusterId() {
            return -5;
        }

        @Override
        public long memberId() {
            return 0x1234_5678_9abcL;
        }

        @Override
        public long raftTerm() {
            return 300;
        }
    };
    private final KvReplies kv = new KvReplies(new HeaderWriter(identity));
    private final WatchReplies watch = new WatchReplies(new HeaderWriter(identity));

    private ResponseHeader header(long revision) {
        return ResponseHeader.newBuilder()
                .setClusterId(-5)
                .setMemberId(0x1234_5678_9abcL)
                .setRevision(revision)
                .setRaftTerm(300)
                .build();
    }

    private KeyValue record() {
        byte[] key = new byte[1 + random.nextInt(200)];
        byte[] value = new byte[random.nextInt(200)];
        random.nextBytes(key);
        random.nextBytes(value);
        return KeyValue.put(Key.of(key), value, random.nextLong(), random.nextLong(), 1, random.nextInt(3), Cause.PUT);
    }

    private List<KeyValue> records() {
        List<KeyValue> out = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            out.add(record());
        }
        return out;
    }

    private OpResult result(int depth) {
        long revision = random.nextInt(4) == 0 ? 0 : random.nextLong() >>> 1;
        return switch (random.nextInt(depth == 0 ? 3 : 4)) {
            case 0 -> new RangeResult(revision, records(), random.nextBoolean(), random.nextInt(500));
            case 1 -> new PutResult(revision, Key.utf8("k"), random.nextBoolean() ? record() : null);
            case 2 -> new DeleteResult(revision, random.nextInt(3), records());
            default -> {
                List<OpResult> inner = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    inner.add(result(depth - 1));
                }
                yield new TxnResult(revision, random.nextBoolean(), inner);
            }
        };
    }

    @Test
    void kvRepliesEqualTheGeneratedMessages() throws InvalidProtocolBufferException {
        for (int i = 0; i < ROUNDS; i++) {
            OpResult result = result(4);
            ResponseHeader header = header(result.revision());
            byte[] actual;
            byte[] expected;
            if (result instanceof RangeResult range) {
                actual = kv.range(range);
                expected = range(range, header).toByteArray();
            } else if (result instanceof PutResult put) {
                actual = kv.put(put);
                expected = put(put, header).toByteArray();
            } else if (result instanceof DeleteResult delete) {
                actual = kv.delete(delete);
                expected = delete(delete, header).toByteArray();
            } else {
                actual = kv.txn((TxnResult) result);
                expected = txn((TxnResult) result, header).toByteArray();
            }
            assertThat(actual).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static RangeResponse range(RangeResult result, ResponseHeader header)
            throws InvalidProtocolBufferException {
        RangeResponse.Builder out = RangeResponse.newBuilder()
                .setHeader(header)
                .setMore(result.more())
                .setCount(result.count());
        for (KeyValue kv : result.kvs()) {
            out.addKvs(message(kv));
        }
        return out.build();
    }

    private static PutResponse put(PutResult result, ResponseHeader header) throws InvalidProtocolBufferException {
        PutResponse.Builder out = PutResponse.newBuilder().setHeader(header);
        if (result.previous() != null) {
            out.setPrevKv(message(result.previous()));
        }
        return out.build();
    }

    private static DeleteRangeResponse delete(DeleteResult result, ResponseHeader header)
            throws InvalidProtocolBufferException {
        DeleteRangeResponse.Builder out =
                DeleteRangeResponse.newBuilder().setHeader(header).setDeleted(result.deleted());
        for (KeyValue kv : result.previous()) {
            out.addPrevKvs(message(kv));
        }
        return out.build();
    }

    private static TxnResponse txn(TxnResult result, ResponseHeader header) throws InvalidProtocolBufferException {
        TxnResponse.Builder out = TxnResponse.newBuilder().setHeader(header).setSucceeded(result.succeeded());
        for (OpResult op : result.results()) {
            ResponseHeader inner =
                    ResponseHeader.newBuilder().setRevision(op.revision()).build();
            ResponseOp.Builder response = ResponseOp.newBuilder();
            if (op instanceof RangeResult range) {
                response.setResponseRange(range(range, inner));
            } else if (op instanceof PutResult put) {
                response.setResponsePut(put(put, inner));
            } else if (op instanceof DeleteResult delete) {
                response.setResponseDeleteRange(delete(delete, inner));
            } else {
                response.setResponseTxn(txn((TxnResult) op, ResponseHeader.getDefaultInstance()));
            }
            out.addResponses(response);
        }
        return out.build();
    }

    private static io.kedge.grpc.proto.mvccpb.KeyValue message(KeyValue kv) throws InvalidProtocolBufferException {
        return io.kedge.grpc.proto.mvccpb.KeyValue.parseFrom(kv.wire());
    }

    @Test
    void smallRepliesEqualTheGeneratedMessages() {
        assertThat(kv.compact(new CompactResult(7)))
                .isEqualTo(CompactionResponse.newBuilder()
                        .setHeader(header(7))
                        .build()
                        .toByteArray());
        assertThat(kv.keepAlive(new LeaseResult(7, -3, 60)))
                .isEqualTo(LeaseKeepAliveResponse.newBuilder()
                        .setHeader(header(7))
                        .setID(-3)
                        .setTTL(60)
                        .build()
                        .toByteArray());
    }

    @Test
    void watchRepliesEqualTheGeneratedMessages() throws InvalidProtocolBufferException {
        assertThat(WatchResponse.parseFrom(message(watch.created(3, 9))))
                .isEqualTo(response(3, 9).setCreated(true).build());
        assertThat(WatchResponse.parseFrom(message(watch.rejected("why", 9))))
                .isEqualTo(response(-1, 9)
                        .setCreated(true)
                        .setCanceled(true)
                        .setCancelReason("why")
                        .build());
        assertThat(WatchResponse.parseFrom(message(watch.canceled(3, 5, 0))))
                .isEqualTo(
                        response(3, 0).setCanceled(true).setCompactRevision(5).build());
        assertThat(WatchResponse.parseFrom(message(watch.progress(-1, 9))))
                .isEqualTo(response(-1, 9).build());
        for (int i = 0; i < ROUNDS; i++) {
            List<Event> events = new ArrayList<>();
            WatchResponse.Builder expected = response(i, 9).setFragment(i % 2 == 0);
            for (KeyValue kv : records()) {
                boolean deleted = random.nextBoolean();
                KeyValue now = deleted ? KeyValue.tombstone(kv.key(), 8, Cause.DELETE) : kv;
                KeyValue before = random.nextBoolean() ? record() : null;
                events.add(new Event(now, before));
                var event = io.kedge.grpc.proto.mvccpb.Event.newBuilder()
                        .setKv(message(now))
                        .setTypeValue(deleted ? 1 : 0);
                if (before != null && i % 3 == 0) {
                    event.setPrevKv(message(before));
                }
                expected.addEvents(event);
            }
            byte[] actual = message(watch.events(i, 9, events, i % 3 == 0, i % 2 == 0));
            assertThat(actual).as("seed %d", seed).isEqualTo(expected.build().toByteArray());
        }
    }

    /** What a frame holds; its prefix must say so. */
    private static byte[] message(byte[] frame) {
        assertThat(ByteBuffer.wrap(frame, 0, 5).get()).isZero();
        assertThat(ByteBuffer.wrap(frame).getInt(1)).isEqualTo(frame.length - 5);
        return Arrays.copyOfRange(frame, 5, frame.length);
    }

    private WatchResponse.Builder response(long id, long revision) {
        return WatchResponse.newBuilder().setHeader(header(revision)).setWatchId(id);
    }
}
