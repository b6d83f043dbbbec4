/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.ws;

import io.kedge.api.Cancellation;
import io.kedge.api.Node;
import io.kedge.api.Reply;
import io.kedge.http.Problems;
import io.kedge.http.json.BadJsonException;
import io.kedge.http.json.HexId;
import io.kedge.http.json.JsonReader;
import io.kedge.http.json.KvJson;
import io.kedge.http.json.TxnJson;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyValue;
import io.kedge.model.LeaseResult;
import io.kedge.model.PutResult;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnResult;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The requests of one WebSocket that are under way. An answer has the request's id and, under the request's name, what
 * was done; or an error. On the loop.
 */
final class SocketCalls {

    private static final int UNDER_WAY_MAX = 256;
    private static final Cancellation CANNOT_BE_CANCELED = () -> {};

    private final SocketSession session;
    private final Map<Long, Cancellation> underWay = new HashMap<>();

    SocketCalls(SocketSession session) {
        this.session = session;
    }

    boolean isUnderWay(long id) {
        return underWay.containsKey(id);
    }

    /** Gives up a lock that is waited for; false if there is no request with this id that can be given up. */
    boolean cancel(long id) {
        Cancellation cancellation = underWay.get(id);
        if (cancellation == null || cancellation == CANNOT_BE_CANCELED) {
            return false;
        }
        underWay.remove(id);
        cancellation.cancel();
        return true;
    }

    /** The client has gone: what waits for a lock leaves the line. */
    void close() {
        new ArrayList<>(underWay.values()).forEach(Cancellation::cancel);
        underWay.clear();
    }

    void call(long id, JsonReader message) {
        if (underWay.containsKey(id)) {
            throw message.wrong("id", "is that of a request under way");
        }
        if (underWay.size() >= UNDER_WAY_MAX) {
            throw new KedgeException(
                    StatusCode.TOO_MANY_REQUESTS, "a connection may have " + UNDER_WAY_MAX + " requests under way");
        }
        JsonReader put = message.object("put");
        JsonReader txn = message.object("txn");
        JsonReader lease = message.object("lease");
        JsonReader lock = message.object("lock");
        if (put != null) {
            var request = TxnJson.put(put);
            this.<PutResult>ask(
                    id, "put", reply -> node().kv().put(session.caller(), request, reply), done -> put(done));
        } else if (txn != null) {
            var request = TxnJson.read(txn);
            this.<TxnResult>ask(id, "txn", reply -> node().kv().txn(session.caller(), request, reply), TxnJson::result);
        } else if (lease != null) {
            lease(id, lease);
        } else if (lock != null) {
            lock(id, lock);
        } else {
            throw new BadJsonException("a message asks for one thing: watch, cancel, ack, put, txn, lease or lock");
        }
    }

    private Node node() {
        return session.loop().node();
    }

    private <T> void ask(long id, String name, Consumer<Reply<T>> call, Function<T, JsonObject> answer) {
        underWay.put(id, CANNOT_BE_CANCELED);
        call.accept(reply(id, name, answer));
    }

    private <T> Reply<T> reply(long id, String name, Function<T, JsonObject> answer) {
        return new Reply<>() {
            @Override
            public void succeed(T result) {
                if (underWay.remove(id) != null) {
                    session.send(new JsonObject().put("id", id).put(name, answer.apply(result)));
                }
            }

            @Override
            public void fail(KedgeException reason) {
                if (underWay.remove(id) != null) {
                    session.send(new JsonObject()
                            .put("id", id)
                            .put("error", Problems.body(reason.code(), reason.getMessage())));
                }
            }
        };
    }

    private static JsonObject put(PutResult done) {
        JsonObject body = new JsonObject().put("mod_revision", done.revision());
        KeyValue previous = done.previous();
        return previous == null ? body : body.put("prev", KvJson.record(previous));
    }

    /** {@code {"grant":{"ttl","id"?}}}, {@code {"keepalive":id}} or {@code {"revoke":id}}. */
    private void lease(long id, JsonReader lease) {
        lease.only("grant", "keepalive", "revoke");
        JsonReader grant = lease.object("grant");
        String keepAlive = lease.text("keepalive");
        String revoke = lease.text("revoke");
        if ((grant == null ? 0 : 1) + (keepAlive == null ? 0 : 1) + (revoke == null ? 0 : 1) != 1) {
            throw lease.wrong("grant", "or keepalive or revoke is needed, one of them");
        }
        if (grant != null) {
            String wanted = grant.only("ttl", "id").text("id");
            long leaseId = wanted == null ? 0 : HexId.lease(wanted);
            long ttlSeconds = ttlSeconds(grant);
            this.<LeaseResult>ask(
                    id,
                    "lease",
                    reply -> node().leases().grant(session.caller(), leaseId, ttlSeconds, reply),
                    SocketCalls::lease);
        } else if (keepAlive != null) {
            long leaseId = HexId.lease(keepAlive);
            Reply<LeaseResult> reply = reply(id, "lease", SocketCalls::lease);
            underWay.put(id, CANNOT_BE_CANCELED);
            node().leases().keepAlive(session.caller(), leaseId, reply.onSuccess(renewed -> {
                if (renewed.ttlSeconds() > 0) {
                    reply.succeed(renewed);
                } else {
                    reply.fail(StatusCode.LEASE_NOT_FOUND);
                }
            }));
        } else {
            long leaseId = HexId.lease(String.valueOf(revoke));
            this.<LeaseResult>ask(
                    id,
                    "lease",
                    reply -> node().leases().revoke(session.caller(), leaseId, reply),
                    revoked -> new JsonObject().put("id", HexId.of(leaseId)).put("ttl", 0));
        }
    }

    private static JsonObject lease(LeaseResult lease) {
        return new JsonObject().put("id", HexId.of(lease.id())).put("ttl", lease.ttlSeconds());
    }

    static long ttlSeconds(JsonReader json) {
        long ttl = json.number("ttl", 0);
        if (ttl < 1) {
            throw json.wrong("ttl", "is needed: whole seconds, at least 1");
        }
        return ttl;
    }

    private void lock(long id, JsonReader lock) {
        LockCall call = LockCall.read(session, lock);
        underWay.put(id, call);
        call.start(reply(id, "lock", Function.identity()));
    }
}
