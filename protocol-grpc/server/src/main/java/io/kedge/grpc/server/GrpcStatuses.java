/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.grpc.rpc.GrpcCode;
import io.vertx.grpc.common.GrpcStatus;

/** gRPC's codes as Vert.x names them. */
final class GrpcStatuses {

    private static final GrpcStatus[] BY_NUMBER = new GrpcStatus[GrpcCode.values().length];

    static {
        for (GrpcCode code : GrpcCode.values()) {
            BY_NUMBER[code.number()] = GrpcStatus.valueOf(code.number());
        }
    }

    private GrpcStatuses() {}

    static GrpcStatus of(GrpcCode code) {
        return BY_NUMBER[code.number()];
    }
}
