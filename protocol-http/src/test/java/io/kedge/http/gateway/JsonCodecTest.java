/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.kedge.grpc.proto.etcdserverpb.MemberRemoveRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberRemoveResponse;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeResponse;
import io.kedge.grpc.proto.etcdserverpb.RequestOp;
import io.kedge.grpc.proto.etcdserverpb.ResponseHeader;
import io.kedge.grpc.proto.etcdserverpb.TxnRequest;
import io.kedge.grpc.proto.etcdserverpb.TxnResponse;
import io.kedge.grpc.proto.mvccpb.KeyValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonCodecTest {

    private static final JsonCodec RANGE =
            new JsonCodec(RangeRequest.getDefaultInstance(), RangeResponse.getDefaultInstance());
    private static final JsonCodec TXN =
            new JsonCodec(TxnRequest.getDefaultInstance(), TxnResponse.getDefaultInstance());
    private static final JsonCodec REMOVE =
            new JsonCodec(MemberRemoveRequest.getDefaultInstance(), MemberRemoveResponse.getDefaultInstance());

    private static RangeRequest range(String json) throws Exception {
        return RangeRequest.parseFrom(RANGE.request(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String json(JsonCodec codec, Message reply) {
        return codec.reply(reply.toByteArray(), 0).toString();
    }

    @Test
    void bothNamesAreReadAndNumbersAsStringsToo() throws Exception {
        RangeRequest wanted = RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("foo"))
                .setRangeEnd(ByteString.copyFromUtf8("fop"))
                .setLimit(5)
                .setSortOrder(RangeRequest.SortOrder.DESCEND)
                .setKeysOnly(true)
                .build();
        assertThat(range("{\"key\":\"Zm9v\",\"range_end\":\"Zm9w\",\"limit\":\"5\",\"sort_order\":\"DESCEND\","
                        + "\"keys_only\":true}"))
                .isEqualTo(wanted);
        assertThat(range("{\"key\":\"Zm9v\",\"rangeEnd\":\"Zm9w\",\"limit\":5,\"sortOrder\":2,\"keysOnly\":true,"
                        + "\"unheard_of\":{\"a\":[1,{}]}}"))
                .isEqualTo(wanted);
        assertThat(range("{\"key\":null,\"limit\":5.0,\"serializable\":false}").getLimit())
                .isEqualTo(5);
        assertThat(range("{\"limit\":\"-9223372036854775808\"}").getLimit()).isEqualTo(Long.MIN_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_-8=", "/+8=", "_-8", "/+8"})
    void bytesAreReadInEitherAlphabetPaddedOrNot(String base64) throws Exception {
        assertThat(range("{\"key\":\"" + base64 + "\"}").getKey().toByteArray()).containsExactly(0xff, 0xef);
    }

    @Test
    void anOpWithAnUnknownNameIsAnEmptyOp() throws Exception {
        TxnRequest txn =
                TxnRequest.parseFrom(TXN.request("{\"success\":[{\"nope\":{}}]}".getBytes(StandardCharsets.UTF_8)));
        assertThat(txn.getSuccess(0).getRequestCase()).isEqualTo(RequestOp.RequestCase.REQUEST_NOT_SET);
    }

    @Test
    void whatIsZeroIsLeftOutAndLongsAreStrings() {
        RangeResponse reply = RangeResponse.newBuilder()
                .setHeader(ResponseHeader.newBuilder().setClusterId(-1).setRevision(5))
                .addKvs(KeyValue.newBuilder()
                        .setKey(ByteString.copyFrom(new byte[] {(byte) 0xff, (byte) 0xef}))
                        .setModRevision(3))
                .build();
        assertThat(json(RANGE, reply))
                .isEqualTo("{\"header\":{\"cluster_id\":\"18446744073709551615\",\"revision\":\"5\"},"
                        + "\"kvs\":[{\"key\":\"/+8=\",\"mod_revision\":\"3\"}]}");
        assertThat(RANGE.line(reply.toByteArray(), 0).toString())
                .isEqualTo("{\"result\":" + json(RANGE, reply) + "}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'key':'Zm9v'}",
                "{key:\"Zm9v\"}",
                "{\"key\":\"Zm9v\",}",
                "{\"key\":\"Zm9v\"/**/}",
                "{\"key\":\"Zm9v\",\"key\":\"Zm9v\"}",
                "{\"range_end\":\"Zm9v\",\"rangeEnd\":\"Zm9v\"}",
                "{\"key\":123}",
                "{\"key\":{}}",
                "{\"key\":\"!!\"}",
                "{\"key\":\"Zm9v===\"}",
                "{\"limit\":1.5}",
                "{\"limit\":\" 1\"}",
                "{\"limit\":\"01\"}",
                "{\"limit\":\"\"}",
                "{\"limit\":true}",
                "{\"limit\":01}",
                "{\"limit\":NaN}",
                "{\"limit\":9223372036854775808}",
                "{\"keys_only\":\"true\"}",
                "{\"keys_only\":1}",
                "{\"sort_order\":1.5}",
                "{\"sort_order\":true}",
                "{\"x\":01}"
            })
    void whatEtcdRefusesIsRefused(String json) {
        assertThat(catchThrowable(() -> range(json))).isInstanceOf(BadJsonException.class);
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] json = "{\"key\":\"Zm9v\",\"x\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        json[json.length - 3] = (byte) 0xff;
        assertThatThrownBy(() -> RANGE.request(json)).hasMessageContaining("UTF-8");
    }

    /** Protobuf's reader would write the number out before looking at its size. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "\"1e999999999\"", "1e-999999999", "\"-1E+999999999\""})
    void aHugeNumberCostsNothing(String number) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertThatThrownBy(
                        () -> REMOVE.request(("{\"ID\":" + number + "}").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BadJsonException.class));
    }

    @Test
    void nestingHasALimit() throws Exception {
        String deep = "{\"x\":" + "[".repeat(900) + "]".repeat(900) + "}";
        assertThat(range(deep)).isEqualTo(RangeRequest.getDefaultInstance());
        String tooDeep = "{\"x\":" + "[".repeat(1001) + "]".repeat(1001) + "}";
        assertThatThrownBy(() -> range(tooDeep)).hasMessageContaining("depth");
        String txns = "{\"success\":[{\"request_txn\":".repeat(60) + "{}" + "}]}".repeat(60);
        assertThatThrownBy(() -> TXN.request(txns.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BadJsonException.class);
    }

    /** Deeper than requests can be made through here, for replies to others' may be. */
    @Test
    void deepRepliesAreWritten() {
        TxnResponse reply = TxnResponse.getDefaultInstance();
        for (int i = 0; i < 128; i++) {
            TxnResponse inner = reply;
            reply = TxnResponse.newBuilder()
                    .addResponses(io.kedge.grpc.proto.etcdserverpb.ResponseOp.newBuilder()
                            .setResponseTxn(inner))
                    .build();
        }
        assertThat(json(TXN, reply)).hasSizeGreaterThan(128 * 30);
    }

    @Test
    void aPutIsConvertedWithinMicroseconds() throws Exception {
        JsonCodec put = new JsonCodec(PutRequest.getDefaultInstance(), RangeResponse.getDefaultInstance());
        byte[] json = "{\"key\":\"a2V5LTAwMDAwMDAwMDE=\",\"value\":\"dmFsdWUtMDAwMDAwMDAwMQ==\"}"
                .getBytes(StandardCharsets.UTF_8);
        byte[] reply = RangeResponse.newBuilder()
                .setHeader(ResponseHeader.newBuilder()
                        .setClusterId(1L << 60)
                        .setRevision(123456)
                        .setRaftTerm(2))
                .build()
                .toByteArray();
        int rounds = 20_000;
        long began = 0;
        for (int i = 0; i < 2 * rounds; i++) {
            if (i == rounds) {
                began = System.nanoTime();
            }
            put.request(json);
            put.reply(reply, 0);
        }
        double micros = (System.nanoTime() - began) / 1e3 / rounds;
        System.out.printf("one put's JSON, both ways: %.1f us%n", micros);
        assertThat(micros).isLessThan(500);
    }
}
