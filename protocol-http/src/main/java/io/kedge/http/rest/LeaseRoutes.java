/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.api.Leases;
import io.kedge.api.Reply;
import io.kedge.http.json.HexId;
import io.kedge.http.json.JsonReader;
import io.kedge.http.json.KvJson;
import io.kedge.model.KedgeException;
import io.kedge.model.LeaseResult;
import io.kedge.model.StatusCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code /v1/leases}. */
final class LeaseRoutes {

    private LeaseRoutes() {}

    static void grant(RestCall call) {
        call.withBody(body -> {
            JsonReader json = JsonReader.of(body).only("ttl", "id");
            long ttl = ttl(json);
            String id = json.text("id");
            long wanted = id == null ? 0 : HexId.lease(id);
            call.<LeaseResult>ask(reply -> call.node().leases().grant(call.caller(), wanted, ttl, reply), granted -> {
                call.response().putHeader(HttpHeaders.LOCATION, "/v1/leases/" + HexId.of(granted.id()));
                call.revision(granted.revision()).json(201, lease(granted));
            });
        });
    }

    /** A number of seconds, or text with a unit. */
    static long ttl(JsonReader json) {
        if (!json.has("ttl")) {
            throw json.wrong("ttl", "is needed: seconds, or text such as \"5m\"");
        }
        long seconds = json.isText("ttl") ? Ttl.seconds(String.valueOf(json.text("ttl"))) : json.number("ttl", 0);
        if (seconds < 1) {
            throw json.wrong("ttl", "must be at least one second");
        }
        return seconds;
    }

    private static JsonObject lease(LeaseResult lease) {
        return new JsonObject().put("id", HexId.of(lease.id())).put("ttl", lease.ttlSeconds());
    }

    static void list(RestCall call) {
        call.<Leases.LeaseList>ask(reply -> call.node().leases().list(call.caller(), reply), all -> {
            JsonArray ids = new JsonArray();
            all.ids().forEach(id -> ids.add(HexId.of(id)));
            call.revision(all.revision()).json(200, new JsonObject().put("leases", ids));
        });
    }

    static void get(RestCall call, String id) {
        long lease = HexId.lease(id);
        call.<Leases.TimeToLive>ask(
                reply -> call.node().leases().timeToLive(call.caller(), lease, true, reply), found -> {
                    if (found.grantedSeconds() == 0) {
                        throw new KedgeException(StatusCode.LEASE_NOT_FOUND, "there is no lease " + HexId.of(lease));
                    }
                    JsonArray keys = new JsonArray();
                    found.keys().forEach(key -> {
                        JsonObject one = new JsonObject();
                        KvJson.bytes(one, "key", key);
                        keys.add(one);
                    });
                    call.revision(found.revision())
                            .json(
                                    200,
                                    new JsonObject()
                                            .put("id", HexId.of(lease))
                                            .put("ttl", found.ttlSeconds())
                                            .put("granted_ttl", found.grantedSeconds())
                                            .put("keys", keys));
                });
    }

    static void keepAlive(RestCall call, String id) {
        long lease = HexId.lease(id);
        call.<LeaseResult>ask(reply -> renew(call, lease, reply), renewed -> {
            requireAlive(renewed);
            call.revision(renewed.revision()).json(200, lease(renewed));
        });
    }

    private static void renew(RestCall call, long lease, Reply<LeaseResult> reply) {
        call.node().leases().keepAlive(call.caller(), lease, reply);
    }

    private static void requireAlive(LeaseResult renewed) {
        if (renewed.ttlSeconds() <= 0) {
            throw new KedgeException(StatusCode.LEASE_NOT_FOUND, "there is no lease " + HexId.of(renewed.id()));
        }
    }

    static void revoke(RestCall call, String id) {
        long lease = HexId.lease(id);
        call.<LeaseResult>ask(
                reply -> call.node().leases().revoke(call.caller(), lease, reply),
                revoked -> call.revision(revoked.revision()).empty(204));
    }

    /** Renews the lease for as long as the connection is open; when it is cut, the lease runs out by itself. */
    static void hold(RestCall call, String id) {
        long lease = HexId.lease(id);
        call.<LeaseResult>ask(reply -> renew(call, lease, reply), renewed -> {
            requireAlive(renewed);
            call.revision(renewed.revision());
            new Holding(call, lease, renewed.ttlSeconds()).start(lease(renewed));
        });
    }

    /** One lease held open. */
    private static final class Holding {
        private static final long MILLIS_PER_TTL_SECOND = 1_000 / 3;

        private final RestCall call;
        private final long lease;
        private final EventLines lines;
        private final long timer;

        Holding(RestCall call, long lease, long ttlSeconds) {
            this.call = call;
            this.lease = lease;
            this.timer = call.loop().vertx().setPeriodic(ttlSeconds * MILLIS_PER_TTL_SECOND, id -> renewAgain());
            this.lines = EventLines.open(call, this::stop);
        }

        void start(JsonObject first) {
            lines.send(first);
        }

        private void renewAgain() {
            Reply.<LeaseResult>future(reply -> renew(call, lease, reply)).onSuccess(renewed -> {
                if (renewed.ttlSeconds() > 0) {
                    lines.send(lease(renewed));
                } else {
                    lines.end();
                }
            });
        }

        private void stop() {
            call.loop().vertx().cancelTimer(timer);
        }
    }
}
