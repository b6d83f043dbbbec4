/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.api.Cancellation;
import io.kedge.api.Elections;
import io.kedge.grpc.proto.v3electionpb.LeaderRequest;
import io.kedge.grpc.rpc.wire.ProtoReader;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import org.jspecify.annotations.Nullable;

/**
 * A stream of leaders. A client that does not keep up misses leaders in between and gets the latest: one is kept, no
 * more.
 */
final class ObserveCall extends Call implements Elections.Observer {

    private @Nullable Cancellation observation;
    private boolean received;
    private Elections.@Nullable Leader latest;

    ObserveCall(Loop loop, MethodMetrics metrics, Transport transport) {
        super(loop, metrics, transport);
    }

    @Override
    void message(ProtoReader message) {
        if (received) {
            return;
        }
        received = true;
        onWritable(this::sendLatest);
        LeaderRequest request =
                ServiceBinder.generated(LeaderRequest.getDefaultInstance()).apply(message);
        Cancellation opened = loop().node()
                .elections()
                .observe(caller(), Key.of(request.getName().toByteArray()), this);
        if (ended()) {
            opened.cancel();
        } else {
            observation = opened;
        }
    }

    @Override
    void halfClosed() {
        if (!received) {
            failNothingSent();
        }
    }

    @Override
    void closed() {
        Cancellation open = observation;
        if (open != null) {
            open.cancel();
        }
    }

    @Override
    public void leader(Elections.Leader leader) {
        latest = leader;
        sendLatest();
    }

    private void sendLatest() {
        Elections.Leader leader = latest;
        if (leader != null && !ended() && isWritable()) {
            latest = null;
            send(ElectionService.leaderMessage(loop().coldHeader(), leader));
        }
    }

    @Override
    public void fail(KedgeException reason) {
        fail(outcome(reason));
    }

    @Override
    GrpcOutcome outcome(KedgeException reason) {
        return GrpcStatusMapper.ofInner(reason);
    }
}
