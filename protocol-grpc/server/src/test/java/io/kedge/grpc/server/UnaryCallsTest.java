/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kedge.grpc.proto.etcdserverpb.AlarmRequest;
import io.kedge.grpc.proto.etcdserverpb.AlarmResponse;
import io.kedge.grpc.proto.etcdserverpb.AuthStatusRequest;
import io.kedge.grpc.proto.etcdserverpb.AuthStatusResponse;
import io.kedge.grpc.proto.etcdserverpb.DefragmentRequest;
import io.kedge.grpc.proto.etcdserverpb.DefragmentResponse;
import io.kedge.grpc.proto.etcdserverpb.DeleteRangeRequest;
import io.kedge.grpc.proto.etcdserverpb.DeleteRangeResponse;
import io.kedge.grpc.proto.etcdserverpb.HashKVRequest;
import io.kedge.grpc.proto.etcdserverpb.HashKVResponse;
import io.kedge.grpc.proto.etcdserverpb.LeaseGrantRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseGrantResponse;
import io.kedge.grpc.proto.etcdserverpb.LeaseLeasesRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseLeasesResponse;
import io.kedge.grpc.proto.etcdserverpb.LeaseRevokeRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseRevokeResponse;
import io.kedge.grpc.proto.etcdserverpb.LeaseTimeToLiveRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseTimeToLiveResponse;
import io.kedge.grpc.proto.etcdserverpb.MemberListRequest;
import io.kedge.grpc.proto.etcdserverpb.MemberListResponse;
import io.kedge.grpc.proto.etcdserverpb.PutRequest;
import io.kedge.grpc.proto.etcdserverpb.PutResponse;
import io.kedge.grpc.proto.etcdserverpb.RangeRequest;
import io.kedge.grpc.proto.etcdserverpb.RangeResponse;
import io.kedge.grpc.proto.etcdserverpb.RequestOp;
import io.kedge.grpc.proto.etcdserverpb.StatusRequest;
import io.kedge.grpc.proto.etcdserverpb.StatusResponse;
import io.kedge.grpc.proto.etcdserverpb.TxnRequest;
import io.kedge.grpc.proto.etcdserverpb.TxnResponse;
import io.kedge.grpc.proto.health.HealthCheckRequest;
import io.kedge.grpc.proto.health.HealthCheckResponse;
import io.kedge.grpc.proto.reflection.ServerReflectionRequest;
import io.kedge.grpc.proto.reflection.ServerReflectionResponse;
import io.kedge.grpc.proto.v3electionpb.CampaignRequest;
import io.kedge.grpc.proto.v3electionpb.CampaignResponse;
import io.kedge.grpc.proto.v3electionpb.LeaderRequest;
import io.kedge.grpc.proto.v3electionpb.LeaderResponse;
import io.kedge.grpc.proto.v3electionpb.ProclaimRequest;
import io.kedge.grpc.proto.v3electionpb.ProclaimResponse;
import io.kedge.grpc.proto.v3lockpb.LockRequest;
import io.kedge.grpc.proto.v3lockpb.LockResponse;
import io.kedge.grpc.rpc.GrpcOutcome;
import io.kedge.grpc.rpc.GrpcStatusMapper;
import io.kedge.model.StatusCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.common.GrpcStatus;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnaryCallsTest {

    private static final List<String> REFLECTION =
            List.of("grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection");

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static ByteString text(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private TestServer.Answer<PutResponse> put(String key, String value) throws Exception {
        return server.call(
                "etcdserverpb.KV/Put",
                PutRequest.newBuilder()
                        .setKey(text(key))
                        .setValue(text(value))
                        .setPrevKv(true)
                        .build(),
                PutResponse.parser());
    }

    @Test
    void keysAreWrittenReadAndDeleted() throws Exception {
        assertThat(put("a", "1").message().getHeader().getRevision()).isEqualTo(2);
        assertThat(put("a", "2").message().getPrevKv().getValue()).isEqualTo(text("1"));
        RangeResponse read = server.call(
                        "etcdserverpb.KV/Range",
                        RangeRequest.newBuilder().setKey(text("a")).build(),
                        RangeResponse.parser())
                .message();
        assertThat(read.getKvs(0).getValue()).isEqualTo(text("2"));
        assertThat(read.getHeader().getClusterId()).isEqualTo(-1);
        assertThat(read.getHeader().getMemberId()).isEqualTo(11);
        assertThat(read.getHeader().getRaftTerm()).isEqualTo(3);
        TxnResponse txn = server.call(
                        "etcdserverpb.KV/Txn",
                        TxnRequest.newBuilder()
                                .addSuccess(RequestOp.newBuilder()
                                        .setRequestPut(PutRequest.newBuilder().setKey(text("b"))))
                                .build(),
                        TxnResponse.parser())
                .message();
        assertThat(txn.getResponses(0).getResponsePut().getHeader().getRevision())
                .isEqualTo(4);
        DeleteRangeResponse gone = server.call(
                        "etcdserverpb.KV/DeleteRange",
                        DeleteRangeRequest.newBuilder()
                                .setKey(text("a"))
                                .setRangeEnd(text("z"))
                                .build(),
                        DeleteRangeResponse.parser())
                .message();
        assertThat(gone.getDeleted()).isEqualTo(2);
        assertThat(server.node.lastCaller.protocol()).isEqualTo("grpc");
        assertThat(server.node.lastCaller.remoteAddress()).startsWith("127.0.0.1:");
    }

    @Test
    void everyStatusReachesTheClientWithItsText() throws Exception {
        for (StatusCode code : StatusCode.values()) {
            server.node.failWith = code;
            TestServer.Answer<PutResponse> answer = put("a", "1");
            GrpcOutcome expected = GrpcStatusMapper.of(new io.kedge.model.KedgeException(code));
            assertThat(answer.status()).as("%s", code).isEqualTo(GrpcStatuses.of(expected.status()));
            assertThat(answer.text()).isEqualTo(expected.text());
        }
    }

    @Test
    void leasesAnswerOnTheirTerms() throws Exception {
        LeaseGrantResponse granted = server.call(
                        "etcdserverpb.Lease/LeaseGrant",
                        LeaseGrantRequest.newBuilder().setTTL(1).build(),
                        LeaseGrantResponse.parser())
                .message();
        assertThat(granted.getID()).isEqualTo(77);
        assertThat(granted.getTTL()).isEqualTo(2);
        assertThat(server.call(
                                "etcdserverpb.Lease/LeaseRevoke",
                                LeaseRevokeRequest.getDefaultInstance(),
                                LeaseRevokeResponse.parser())
                        .status())
                .isEqualTo(GrpcStatus.NOT_FOUND);
        LeaseTimeToLiveResponse left = server.call(
                        "etcdserverpb.Lease/LeaseTimeToLive",
                        LeaseTimeToLiveRequest.newBuilder()
                                .setID(5)
                                .setKeys(true)
                                .build(),
                        LeaseTimeToLiveResponse.parser())
                .message();
        assertThat(left.getTTL()).isEqualTo(-1);
        assertThat(left.getKeysCount()).isEqualTo(1);
        assertThat(server.call(
                                "etcdserverpb.Lease/LeaseLeases",
                                LeaseLeasesRequest.getDefaultInstance(),
                                LeaseLeasesResponse.parser())
                        .message()
                        .getLeasesCount())
                .isEqualTo(2);
    }

    @Test
    void locksAndElectionsLoseTheCodeAndKeepTheText() throws Exception {
        LockRequest lock =
                LockRequest.newBuilder().setName(text("l")).setLease(255).build();
        assertThat(server.call("v3lockpb.Lock/Lock", lock, LockResponse.parser())
                        .message()
                        .getKey())
                .isEqualTo(text("l/ff"));
        server.node.failWith = StatusCode.LEASE_NOT_FOUND;
        assertThat(server.call("v3lockpb.Lock/Lock", lock, LockResponse.parser()))
                .isEqualTo(new TestServer.Answer<>(GrpcStatus.UNKNOWN, "etcdserver: requested lease not found", null));
        assertThat(server.call(
                                "v3electionpb.Election/Campaign",
                                CampaignRequest.newBuilder().setName(text("e")).build(),
                                CampaignResponse.parser())
                        .message()
                        .getLeader()
                        .getRev())
                .isEqualTo(5);
        assertThat(server.call(
                                "v3electionpb.Election/Proclaim",
                                ProclaimRequest.getDefaultInstance(),
                                ProclaimResponse.parser())
                        .text())
                .isEqualTo("\"leader\" field must be provided");
        assertThat(server.call(
                                "v3electionpb.Election/Leader",
                                LeaderRequest.getDefaultInstance(),
                                LeaderResponse.parser())
                        .text())
                .isEqualTo("election: no leader");
    }

    @Test
    void clusterAndMaintenanceAnswer() throws Exception {
        MemberListResponse members = server.call(
                        "etcdserverpb.Cluster/MemberList",
                        MemberListRequest.getDefaultInstance(),
                        MemberListResponse.parser())
                .message();
        assertThat(members.getMembers(0).getID()).isEqualTo(-2);
        assertThat(members.getHeader().getRevision()).isZero();
        StatusResponse status = server.call(
                        "etcdserverpb.Maintenance/Status", StatusRequest.getDefaultInstance(), StatusResponse.parser())
                .message();
        assertThat(status.getVersion()).isEqualTo("3.6.14");
        assertThat(status.getLeader()).isEqualTo(11);
        assertThat(server.call(
                                "etcdserverpb.Maintenance/Alarm",
                                AlarmRequest.getDefaultInstance(),
                                AlarmResponse.parser())
                        .message()
                        .getAlarmsCount())
                .isEqualTo(1);
        assertThat(server.call(
                                "etcdserverpb.Maintenance/HashKV",
                                HashKVRequest.newBuilder().setRevision(3).build(),
                                HashKVResponse.parser())
                        .message()
                        .getHashRevision())
                .isEqualTo(3);
        assertThat(server.call(
                                "etcdserverpb.Maintenance/Defragment",
                                DefragmentRequest.getDefaultInstance(),
                                DefragmentResponse.parser())
                        .message()
                        .hasHeader())
                .isFalse();
    }

    @Test
    void whatIsNotServedIsUnimplemented() throws Exception {
        for (String path : new String[] {
            "etcdserverpb.Auth/AuthStatus",
            "etcdserverpb.KV/RangeStream",
            "etcdserverpb.Maintenance/Downgrade",
            "no.Such/X"
        }) {
            assertThat(server.call(path, AuthStatusRequest.getDefaultInstance(), AuthStatusResponse.parser())
                            .status())
                    .as(path)
                    .isEqualTo(GrpcStatus.UNIMPLEMENTED);
        }
    }

    @Test
    void healthAndReflectionTellAboutTheServer() throws Exception {
        assertThat(server.call(
                                "grpc.health.v1.Health/Check",
                                HealthCheckRequest.getDefaultInstance(),
                                HealthCheckResponse.parser())
                        .message()
                        .getStatus())
                .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
        assertThat(server.call(
                                "grpc.health.v1.Health/Check",
                                HealthCheckRequest.newBuilder().setService("x").build(),
                                HealthCheckResponse.parser())
                        .status())
                .isEqualTo(GrpcStatus.NOT_FOUND);
        for (String name : REFLECTION) {
            ServerReflectionResponse listed = server.call(
                            name + "/ServerReflectionInfo",
                            ServerReflectionRequest.newBuilder()
                                    .setListServices("")
                                    .build(),
                            ServerReflectionResponse.parser())
                    .message();
            assertThat(listed.getListServicesResponse().getServiceList())
                    .anyMatch(service -> service.getName().equals("etcdserverpb.KV"));
            ServerReflectionResponse file = server.call(
                            name + "/ServerReflectionInfo",
                            ServerReflectionRequest.newBuilder()
                                    .setFileContainingSymbol("etcdserverpb.KV")
                                    .build(),
                            ServerReflectionResponse.parser())
                    .message();
            assertThat(file.getFileDescriptorResponse().getFileDescriptorProtoCount())
                    .isEqualTo(3);
        }
    }

    @Test
    void malformedAndOversizedRequestsEndWithTheirCodes() throws Exception {
        var malformed = server.<PutRequest, PutResponse>request("etcdserverpb.KV/Put", PutResponse.parser());
        var answer = server.finish(
                malformed, malformed.endMessage(GrpcMessage.message("identity", Buffer.buffer(new byte[] {10, 99}))));
        assertThat(answer.status()).isEqualTo(GrpcStatus.INTERNAL);
        assertThat(answer.text()).startsWith("grpc: error unmarshalling request");
        var empty = server.<PutRequest, PutResponse>request("etcdserverpb.KV/Put", PutResponse.parser());
        assertThat(server.finish(empty, empty.end()).status()).isEqualTo(GrpcStatus.INTERNAL);
        assertThat(put("a", "x".repeat(TestServer.MESSAGE_BYTES_MAX)).status())
                .isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
        var gzip = server.<PutRequest, PutResponse>request("etcdserverpb.KV/Put", PutResponse.parser());
        gzip.encoding("gzip");
        assertThat(server.finish(gzip, gzip.end(PutRequest.getDefaultInstance()))
                        .status())
                .isEqualTo(GrpcStatus.UNIMPLEMENTED);
        assertThat(put("a", "fine").status()).isEqualTo(GrpcStatus.OK);
    }

    @Test
    void callsThatRequireALeaderFailAtOnceWithoutOne() throws Exception {
        server.node.leader = false;
        var request = server.<PutRequest, PutResponse>request("etcdserverpb.KV/Put", PutResponse.parser());
        request.headers().set("hasleader", "true");
        var answer = server.finish(request, request.end(PutRequest.getDefaultInstance()));
        assertThat(answer.status()).isEqualTo(GrpcStatus.UNAVAILABLE);
        assertThat(answer.text()).isEqualTo("etcdserver: no leader");
        assertThat(put("a", "1").status()).isEqualTo(GrpcStatus.OK);
    }

    @Test
    void deadlineAndResetCancelWhatWaits() throws Exception {
        LockRequest wait = LockRequest.newBuilder().setName(text("wait")).build();
        var late = server.<LockRequest, LockResponse>request("v3lockpb.Lock/Lock", LockResponse.parser());
        late.headers().set("grpc-timeout", "50m");
        var answer = server.finish(late, late.end(wait));
        assertThat(answer.status()).isEqualTo(GrpcStatus.DEADLINE_EXCEEDED);
        assertThat(next()).isEqualTo("lock waits");
        assertThat(next()).isEqualTo("lock canceled");
        var reset = server.<LockRequest, LockResponse>request("v3lockpb.Lock/Lock", LockResponse.parser());
        reset.end(wait);
        assertThat(next()).isEqualTo("lock waits");
        reset.cancel();
        assertThat(next()).isEqualTo("lock canceled");
        var dropped = server.<LockRequest, LockResponse>request("v3lockpb.Lock/Lock", LockResponse.parser());
        dropped.end(wait);
        assertThat(next()).isEqualTo("lock waits");
        dropped.connection().close();
        assertThat(next()).isEqualTo("lock canceled");
    }

    private String next() throws InterruptedException {
        return server.node.calls.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void metricsHaveTheNamesThatDashboardsUse() throws Exception {
        assertThat(put("a", "1").status()).isEqualTo(GrpcStatus.OK);
        String put = "grpc_method=\"Put\",grpc_service=\"etcdserverpb.KV\",grpc_type=\"unary\"}";
        assertThat(server.meters.scrape())
                .contains("grpc_server_started_total{" + put + " 1.0")
                .contains("grpc_server_msg_received_total{" + put + " 1.0")
                .contains("grpc_server_msg_sent_total{" + put + " 1.0")
                .contains("grpc_server_handled_total{grpc_code=\"OK\"," + put + " 1.0")
                .contains("grpc_server_handled_total{grpc_code=\"Canceled\"," + put + " 0.0")
                .contains("etcd_network_client_grpc_received_bytes_total 8.0")
                .contains("etcd_network_client_grpc_sent_bytes_total");
    }
}
