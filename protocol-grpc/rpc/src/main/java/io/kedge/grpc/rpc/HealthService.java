/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.grpc.proto.health.HealthCheckRequest;
import io.kedge.grpc.proto.health.HealthCheckResponse;
import io.kedge.grpc.proto.health.HealthCheckResponse.ServingStatus;

/** grpc.health.v1.Health: the server as a whole, named "", is serving; no other name is known. */
final class HealthService {

    static final String NAME = "grpc.health.v1.Health";

    private static final GrpcOutcome UNKNOWN = new GrpcOutcome(GrpcCode.NOT_FOUND, "unknown service");

    private HealthService() {}

    static void register(ServiceBinder binder) {
        binder.register(
                CallType.UNARY,
                "Check",
                HealthCheckRequest.getDefaultInstance(),
                HealthCheckResponse.getDefaultInstance(),
                (loop, metrics, transport) -> new AnswerCall<>(
                        loop, metrics, transport, HealthCheckRequest.getDefaultInstance(), HealthService::check));
        binder.register(
                CallType.SERVER_STREAM,
                "Watch",
                HealthCheckRequest.getDefaultInstance(),
                HealthCheckResponse.getDefaultInstance(),
                (loop, metrics, transport) -> new AnswerCall<>(
                        loop, metrics, transport, HealthCheckRequest.getDefaultInstance(), HealthService::watch));
    }

    private static void check(AnswerCall<HealthCheckRequest> call, HealthCheckRequest request) {
        if (request.getService().isEmpty()) {
            call.end(status(ServingStatus.SERVING));
        } else {
            call.fail(UNKNOWN);
        }
    }

    /** The stream stays open without another word: the status does not change while the server answers. */
    private static void watch(AnswerCall<HealthCheckRequest> call, HealthCheckRequest request) {
        call.send(status(request.getService().isEmpty() ? ServingStatus.SERVING : ServingStatus.SERVICE_UNKNOWN));
    }

    private static byte[] status(ServingStatus status) {
        return HealthCheckResponse.newBuilder().setStatus(status).build().toByteArray();
    }
}
