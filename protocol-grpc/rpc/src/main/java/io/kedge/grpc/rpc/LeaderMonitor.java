/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.api.Node;
import io.kedge.model.StatusCode;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/** Ends the running streams that asked for a leader (metadata {@code hasleader}) once there was none for a while. */
final class LeaderMonitor {

    /** Checks in a row without a leader that end a stream. */
    private static final int MISSES_MAX = 6;

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Node node;
    private final long checkMillis;
    private final Set<Call> calls = new HashSet<>();
    private long timer = NO_TIMER;
    private int misses;

    LeaderMonitor(Vertx vertx, Node node, long leaderlessMillisMax) {
        this.vertx = vertx;
        this.node = node;
        this.checkMillis = Math.max(1, leaderlessMillisMax / MISSES_MAX);
    }

    void add(Call call) {
        calls.add(call);
        if (timer == NO_TIMER) {
            misses = 0;
            timer = vertx.setPeriodic(checkMillis, id -> check());
        }
    }

    void remove(Call call) {
        if (calls.remove(call) && calls.isEmpty()) {
            stop();
        }
    }

    void stop() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private void check() {
        misses = node.hasLeader() ? 0 : misses + 1;
        if (misses >= MISSES_MAX) {
            for (Call call : new ArrayList<>(calls)) {
                call.fail(GrpcStatusMapper.of(StatusCode.NO_LEADER));
            }
        }
    }
}
