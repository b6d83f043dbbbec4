/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.Rpc;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.grpc.proto.etcdserverpb.LeaseGrantResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.GrpcStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** One of the two servers, asked through its JSON gateway. */
final class GatewaySide implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** What came over HTTP. */
    record Answer(int status, String contentType, String body) {}

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ServerUnderTest server;
    private final int failedPreconditionStatus;

    /** {@code failedPreconditionStatus} is how this server tells code 9. */
    GatewaySide(ServerUnderTest server, int failedPreconditionStatus) {
        this.server = server;
        this.failedPreconditionStatus = failedPreconditionStatus;
    }

    ServerUnderTest server() {
        return server;
    }

    Answer ask(String verb, String path, byte[] body) {
        HttpRequest.BodyPublisher publisher =
                verb.equals("GET") ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body);
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.endpoint() + path))
                .timeout(LIMIT)
                .method(verb, publisher)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("content-type").orElse("");
            return new Answer(response.statusCode(), type, response.body());
        } catch (IOException e) {
            throw new AssertionError(path + " " + new String(body, StandardCharsets.UTF_8), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A call with one reply, as its outcome over gRPC would be; checks the form of the JSON on the way. */
    Outcome call(String path, String json, Message request) {
        Answer answer = ask("POST", path, json.getBytes(StandardCharsets.UTF_8));
        Outcome outcome = outcome(answer, answer.body(), Rpc.unary(request).reply());
        return outcome.ok() ? new Outcome(GrpcStatus.OK, "", Canonical.of(request, outcome.reply())) : outcome;
    }

    /** One renewal. */
    Outcome keepAlive(String path, String json) {
        Answer answer = ask("POST", path, json.getBytes(StandardCharsets.UTF_8));
        JsonObject line = tree(answer.body());
        JsonObject error = line.getJsonObject("error");
        Message reply = Rpc.KEEP_ALIVE.reply();
        if (error != null) {
            return new Outcome(GrpcStatus.UNKNOWN, error.getString("message"), null);
        }
        Outcome outcome = outcome(answer, line.getJsonObject("result").encode(), reply);
        return new Outcome(GrpcStatus.OK, "", Canonical.of(reply, outcome.reply()));
    }

    /** A lease with an id of the server's choice, revoked again. */
    Outcome grantAnonymous(String version, long ttlSeconds) {
        Answer answer = ask(
                "POST", version + "/lease/grant", ("{\"TTL\":" + ttlSeconds + "}").getBytes(StandardCharsets.UTF_8));
        Outcome outcome = outcome(answer, answer.body(), LeaseGrantResponse.getDefaultInstance());
        if (!outcome.ok()) {
            return outcome;
        }
        LeaseGrantResponse granted = outcome.as(LeaseGrantResponse.class);
        String revocation = "{\"ID\":\"" + granted.getID() + "\"}";
        ask("POST", version + "/lease/revoke", revocation.getBytes(StandardCharsets.UTF_8));
        return new Outcome(
                GrpcStatus.OK,
                "",
                Canonical.of(granted, granted.toBuilder().clearID().build()));
    }

    private Outcome outcome(Answer answer, String json, Message reply) {
        JsonObject tree = tree(json);
        check(answer.contentType().equals("application/json"), answer);
        if (answer.status() != 200) {
            check(tree.getValue("code") instanceof Integer && tree.getValue("message") instanceof String, answer);
            if (server.binary().family() == ServerBinary.Family.KEDGE) {
                check(tree.getString("message").equals(tree.getString("error")) && tree.size() == 3, answer);
            }
            GrpcStatus status = GrpcStatus.valueOf(tree.getInteger("code"));
            check(answer.status() == httpStatus(status), answer);
            return new Outcome(status, tree.getString("message"), null);
        }
        Message.Builder builder = reply.newBuilderForType();
        try {
            JsonFormat.parser().merge(json, builder);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(server.binary() + ": " + json, e);
        }
        check(GatewayJson.plain(builder.build()).equals(tree), answer);
        return new Outcome(GrpcStatus.OK, "", builder.build());
    }

    private int httpStatus(GrpcStatus status) {
        return Map.of(
                        GrpcStatus.INVALID_ARGUMENT, 400,
                        GrpcStatus.FAILED_PRECONDITION, failedPreconditionStatus,
                        GrpcStatus.OUT_OF_RANGE, 400,
                        GrpcStatus.NOT_FOUND, 404,
                        GrpcStatus.RESOURCE_EXHAUSTED, 429,
                        GrpcStatus.UNKNOWN, 500,
                        GrpcStatus.DATA_LOSS, 500)
                .getOrDefault(status, 0);
    }

    private JsonObject tree(String json) {
        try {
            return new JsonObject(json);
        } catch (DecodeException e) {
            throw new AssertionError(server.binary() + " answered no JSON object: " + json, e);
        }
    }

    private void check(boolean holds, Answer answer) {
        if (!holds) {
            throw new AssertionError(server.binary() + " answered in another form: " + answer);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
