/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.http.json.HexId;
import io.kedge.model.MemberInfo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code GET /v1/members}. */
final class MemberRoutes {

    private MemberRoutes() {}

    static void list(RestCall call) {
        boolean linearizable = !KeyRoutes.isSerializable(call);
        call.<List<MemberInfo>>ask(
                reply -> call.node().cluster().members(call.caller(), linearizable, reply), members -> {
                    JsonArray list = new JsonArray();
                    members.forEach(member -> list.add(json(member)));
                    call.json(
                            200,
                            new JsonObject()
                                    .put(
                                            "cluster_id",
                                            HexId.of(call.node().identity().clusterId()))
                                    .put("members", list));
                });
    }

    private static JsonObject json(MemberInfo member) {
        return new JsonObject()
                .put("id", HexId.of(member.id()))
                .put("name", member.name())
                .put("peer_urls", new JsonArray(member.peerUrls()))
                .put("client_urls", new JsonArray(member.clientUrls()))
                .put("learner", member.learner());
    }
}
