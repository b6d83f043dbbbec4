/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.api.Maintenance.Status;
import io.kedge.api.Node;
import io.kedge.api.Reply;
import io.kedge.http.ErrorTable;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.MemberInfo;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** {@code /v2/stats}: of this member, its followers, and what it did with keys since it started. On one loop. */
final class V2Stats {

    static final String PATH = "/v2/stats/";

    private final Node node;
    private final V2Counts counts;
    private final Instant started = Instant.now();

    V2Stats(Node node, V2Counts counts) {
        this.node = node;
        this.counts = counts;
    }

    void show(String name, Caller caller, V2Answer answer) {
        switch (name) {
            case "self" -> status(caller, answer, status -> self(status, caller, answer));
            case "leader" -> status(caller, answer, status -> leader(status, caller, answer));
            case "store" -> answer.json(200, counts.show());
            default -> answer.text(404, "404 page not found\n");
        }
    }

    private void status(Caller caller, V2Answer answer, Consumer<Status> next) {
        node.maintenance().status(caller, reply(answer, next));
    }

    private boolean leads(Status status) {
        return status.leader() == node.identity().memberId();
    }

    private void self(Status status, Caller caller, V2Answer answer) {
        members(caller, answer, members -> {
            long own = node.identity().memberId();
            String name = members.stream()
                    .filter(member -> member.id() == own)
                    .findFirst()
                    .map(MemberInfo::name)
                    .orElse("");
            JsonObject leader = new JsonObject()
                    .put("leader", Long.toHexString(status.leader()))
                    .put("uptime", Duration.between(started, Instant.now()).toMillis() / 1000.0 + "s")
                    .put("startTime", started.toString());
            answer.json(
                    200,
                    new JsonObject()
                            .put("name", name)
                            .put("id", Long.toHexString(own))
                            .put("state", leads(status) ? "StateLeader" : "StateFollower")
                            .put("startTime", started.toString())
                            .put("leaderInfo", leader)
                            .put("recvAppendRequestCnt", 0)
                            .put("sendAppendRequestCnt", 0));
        });
    }

    private void leader(Status status, Caller caller, V2Answer answer) {
        if (!leads(status)) {
            answer.message(403, "not current leader");
            return;
        }
        members(caller, answer, members -> {
            JsonObject followers = new JsonObject();
            for (MemberInfo member : members) {
                if (member.id() != status.leader()) {
                    followers.put(Long.toHexString(member.id()), new JsonObject());
                }
            }
            answer.json(
                    200,
                    new JsonObject()
                            .put("leader", Long.toHexString(status.leader()))
                            .put("followers", followers));
        });
    }

    private void members(Caller caller, V2Answer answer, Consumer<List<MemberInfo>> next) {
        node.cluster().members(caller, false, reply(answer, next));
    }

    private static <T> Reply<T> reply(V2Answer answer, Consumer<T> next) {
        return new Reply<>() {
            @Override
            public void succeed(T result) {
                next.accept(result);
            }

            @Override
            public void fail(KedgeException reason) {
                answer.message(ErrorTable.of(reason.code()).status(), V2Failures.text(reason));
            }
        };
    }
}
