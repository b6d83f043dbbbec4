/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.kedge.grpc.proto.etcdserverpb.LeaseKeepAliveRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberAddRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberAddResponse;
import io.kedge.grpc.proto.etcdserverpb.MemberListRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberPromoteRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberPromoteResponse;
import io.kedge.grpc.proto.etcdserverpb.MemberRemoveRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberRemoveResponse;
import io.kedge.grpc.proto.etcdserverpb.MemberUpdateRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberUpdateResponse;
import io.kedge.grpc.proto.etcdserverpb.MoveLeaderRequest;
import io.kedge.grpc.proto.etcdserverpb.MoveLeaderResponse;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeResponse;
import io.kedge.grpc.proto.etcdserverpb.StatusRequest;
import io.kedge.grpc.proto.etcdserverpb.StatusResponse;
import io.kedge.grpc.proto.etcdserverpb.WatchRequest;
import io.kedge.model.StatusCode;
import io.vertx.grpc.common.GrpcStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of members and the hand-over of leadership, as clients send and see them. */
class ClusterCallsTest {

    private static final String CLUSTER = "etcdserverpb.Cluster/";
    private static final MemberAddRequest LEARNER = MemberAddRequest.newBuilder()
            .addPeerURLs("http://q:1")
            .addPeerURLs("http://r:1")
            .setIsLearner(true)
            .build();

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private <Q extends Message, R extends Message> R ok(String path, Q request, Parser<R> parser) throws Exception {
        TestServer.Answer<R> answer = server.call(path, request, parser);
        assertThat(answer.status()).as("%s: %s", path, answer.text()).isEqualTo(GrpcStatus.OK);
        return answer.message();
    }

    @Test
    void aMemberIsAdded() throws Exception {
        MemberAddResponse added = ok(CLUSTER + "MemberAdd", LEARNER, MemberAddResponse.parser());
        assertThat(added.getMember().getID()).isEqualTo(-3);
        assertThat(added.getMember().getName()).isEmpty();
        assertThat(added.getMember().getPeerURLsList()).containsExactly("http://q:1", "http://r:1");
        assertThat(added.getMember().getIsLearner()).isTrue();
        assertThat(added.getMembersList()).hasSize(2).contains(added.getMember());
        assertThat(added.getHeader().getMemberId()).isEqualTo(11);
        assertThat(added.getHeader().getRevision()).isZero();
        MemberAddRequest voter =
                MemberAddRequest.newBuilder(LEARNER).clearIsLearner().build();
        assertThat(ok(CLUSTER + "MemberAdd", voter, MemberAddResponse.parser())
                        .getMember()
                        .getIsLearner())
                .isFalse();
    }

    @Test
    void membersArePromotedUpdatedAndRemoved() throws Exception {
        MemberPromoteResponse promoted = ok(
                CLUSTER + "MemberPromote",
                MemberPromoteRequest.newBuilder().setID(-5).build(),
                MemberPromoteResponse.parser());
        assertThat(server.node.calls.take()).isEqualTo("promote -5");
        assertThat(promoted.getMembers(1).getID()).isEqualTo(-5);
        assertThat(promoted.getHeader().getRevision()).isZero();
        MemberUpdateResponse updated = ok(
                CLUSTER + "MemberUpdate",
                MemberUpdateRequest.newBuilder()
                        .setID(7)
                        .addPeerURLs("http://z:1")
                        .build(),
                MemberUpdateResponse.parser());
        assertThat(updated.getMembers(1).getID()).isEqualTo(7);
        assertThat(updated.getMembers(1).getPeerURLsList()).containsExactly("http://z:1");
        assertThat(updated.getHeader().getRevision()).isZero();
        MemberRemoveResponse removed = ok(
                CLUSTER + "MemberRemove",
                MemberRemoveRequest.newBuilder().setID(7).build(),
                MemberRemoveResponse.parser());
        assertThat(server.node.calls.take()).isEqualTo("remove 7");
        assertThat(removed.getMembersList()).hasSize(1);
        assertThat(removed.getHeader().getClusterId()).isEqualTo(-1);
        assertThat(removed.getHeader().getRevision()).isZero();
    }

    @Test
    void leadershipIsHandedOverWithoutAHeader() throws Exception {
        MoveLeaderRequest request =
                MoveLeaderRequest.newBuilder().setTargetID(-9).build();
        MoveLeaderResponse moved = ok("etcdserverpb.Maintenance/MoveLeader", request, MoveLeaderResponse.parser());
        assertThat(server.node.calls.take()).isEqualTo("move -9");
        assertThat(moved.hasHeader()).isFalse();
        server.node.failWith = StatusCode.TRANSFER_TIMEOUT;
        assertThat(server.call("etcdserverpb.Maintenance/MoveLeader", request, MoveLeaderResponse.parser()))
                .isEqualTo(new TestServer.Answer<>(
                        GrpcStatus.UNKNOWN, "etcdserver: request timed out, leader transfer took too long", null));
    }

    @Test
    void aLearnerServesItsStatusAndSerializableRanges() throws Exception {
        server.node.learner = true;
        ok("etcdserverpb.Maintenance/Status", StatusRequest.getDefaultInstance(), StatusResponse.parser());
        RangeRequest range = RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("k"))
                .setSerializable(true)
                .build();
        ok("etcdserverpb.KV/Range", range, RangeResponse.parser());
        Map<String, Message> refused = Map.of(
                "etcdserverpb.KV/Range",
                RangeRequest.newBuilder(range).clearSerializable().build(),
                "etcdserverpb.KV/Put",
                PutRequest.getDefaultInstance(),
                CLUSTER + "MemberList",
                MemberListRequest.getDefaultInstance(),
                "etcdserverpb.Watch/Watch",
                WatchRequest.getDefaultInstance(),
                "etcdserverpb.Lease/LeaseKeepAlive",
                LeaseKeepAliveRequest.getDefaultInstance());
        for (Map.Entry<String, Message> call : refused.entrySet()) {
            assertThat(server.call(call.getKey(), call.getValue(), RangeResponse.parser()))
                    .as(call.getKey())
                    .isEqualTo(new TestServer.Answer<>(
                            GrpcStatus.FAILED_PRECONDITION, "etcdserver: rpc not supported for learner", null));
        }
    }

    @Test
    void refusalsHaveTheirCodesAndTexts() throws Exception {
        Map<StatusCode, List<Object>> expected = Map.of(
                StatusCode.MEMBER_BAD_URLS,
                List.of(GrpcStatus.INVALID_ARGUMENT, "etcdserver: given member URLs are invalid"),
                StatusCode.PEER_URL_EXISTS,
                List.of(GrpcStatus.FAILED_PRECONDITION, "etcdserver: Peer URLs already exists"),
                StatusCode.MEMBER_EXISTS,
                List.of(GrpcStatus.FAILED_PRECONDITION, "etcdserver: member ID already exist"),
                StatusCode.TOO_MANY_LEARNERS,
                List.of(GrpcStatus.FAILED_PRECONDITION, "etcdserver: too many learner members in cluster"),
                StatusCode.NOT_ENOUGH_STARTED,
                List.of(
                        GrpcStatus.FAILED_PRECONDITION,
                        "etcdserver: re-configuration failed due to not enough started members"),
                StatusCode.UNHEALTHY,
                List.of(GrpcStatus.UNAVAILABLE, "etcdserver: unhealthy cluster"),
                StatusCode.MEMBER_NOT_FOUND,
                List.of(GrpcStatus.NOT_FOUND, "etcdserver: member not found"),
                StatusCode.NOT_A_LEARNER,
                List.of(GrpcStatus.FAILED_PRECONDITION, "etcdserver: can only promote a learner member"),
                StatusCode.LEARNER_NOT_READY,
                List.of(
                        GrpcStatus.FAILED_PRECONDITION,
                        "etcdserver: can only promote a learner member which is in sync with leader"),
                StatusCode.BAD_TRANSFEREE,
                List.of(GrpcStatus.FAILED_PRECONDITION, "etcdserver: bad leader transferee"));
        for (Map.Entry<StatusCode, List<Object>> row : expected.entrySet()) {
            server.node.failWith = row.getKey();
            TestServer.Answer<MemberAddResponse> answer =
                    server.call(CLUSTER + "MemberAdd", LEARNER, MemberAddResponse.parser());
            assertThat(List.<Object>of(answer.status(), answer.text())).isEqualTo(row.getValue());
        }
    }
}
