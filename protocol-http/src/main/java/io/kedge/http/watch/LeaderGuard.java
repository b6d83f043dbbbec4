/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

import io.kedge.api.Node;
import io.kedge.model.KedgeException;
import io.kedge.model.StatusCode;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/** Ends the feeds that asked for a leader once there was none for a while. On the loop. */
final class LeaderGuard {

    /** Checks in a row without a leader that end a feed. */
    private static final int MISSES_MAX = 6;

    private final Vertx vertx;
    private final Node node;
    private final long timer;
    private final Set<Feed> feeds = new HashSet<>();
    private int misses;

    LeaderGuard(Vertx vertx, Node node, long leaderlessMillisMax) {
        this.vertx = vertx;
        this.node = node;
        this.timer = vertx.setPeriodic(Math.max(1, leaderlessMillisMax / MISSES_MAX), id -> check());
    }

    void add(Feed feed) {
        feeds.add(feed);
    }

    void remove(Feed feed) {
        feeds.remove(feed);
    }

    void check() {
        misses = node.hasLeader() ? 0 : misses + 1;
        if (misses >= MISSES_MAX && !feeds.isEmpty()) {
            for (Feed feed : new ArrayList<>(feeds)) {
                feed.end(new KedgeException(StatusCode.NO_LEADER), 0);
            }
        }
    }

    void stop() {
        vertx.cancelTimer(timer);
    }
}
