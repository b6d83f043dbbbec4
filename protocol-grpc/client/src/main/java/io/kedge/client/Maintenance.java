/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.kedge.grpc.proto.etcdserverpb.StatusRequest;
import io.kedge.grpc.proto.etcdserverpb.StatusResponse;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** The servers' own state. */
public final class Maintenance {

    private final Transport transport;

    Maintenance(Transport transport) {
        this.transport = transport;
    }

    /** The state of the member this client talks to now. */
    public Uni<ServerStatus> status() {
        return transport
                .call(Methods.STATUS, StatusRequest.getDefaultInstance(), CallKind.READ)
                .map(Maintenance::status);
    }

    private static ServerStatus status(StatusResponse wire) {
        return new ServerStatus(
                wire.getHeader().getMemberId(),
                wire.getVersion(),
                wire.getDbSize(),
                wire.getDbSizeInUse(),
                wire.getLeader(),
                wire.getRaftTerm(),
                wire.getRaftIndex(),
                wire.getRaftAppliedIndex(),
                wire.getHeader().getRevision(),
                wire.getIsLearner(),
                List.copyOf(wire.getErrorsList()));
    }
}
