/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.api.Cancellation;
import io.kedge.api.Locks;
import io.kedge.api.Reply;
import io.kedge.http.json.JsonReader;
import io.kedge.http.json.PathName;
import io.kedge.model.Compare;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;

/** {@code /v1/locks/<name>}. */
final class LockRoutes {

    private LockRoutes() {}

    static void lock(RestCall call, byte[] name) {
        Key lock = name(name);
        call.withBody(body -> {
            JsonReader json = JsonReader.of(body).only("ttl", "lease");
            QueuePlace.take(call, name, json, (lease, reply) -> ask(call, lock, lease, reply), won -> {
                call.response().putHeader(HttpHeaders.LOCATION, "/v1/locks/" + PathName.escape(name));
                won.answer(call);
            });
        });
    }

    static Key name(byte[] name) {
        if (name.length == 0) {
            throw new BadRequestException("a name is needed behind the path");
        }
        return Key.of(name);
    }

    private static Cancellation ask(RestCall call, Key lock, long lease, Reply<QueuePlace.Won> reply) {
        return call.node().locks().lock(call.caller(), lock, lease, reply.onSuccess((Locks.Locked held) -> {
            RangeRequest own = RangeRequest.of(KeyRange.single(held.key()));
            call.node().kv().range(call.caller(), own, reply.onSuccess((RangeResult found) -> {
                if (found.kvs().isEmpty()) {
                    reply.fail(StatusCode.SESSION_EXPIRED);
                } else {
                    long token = found.kvs().get(0).createRevision();
                    reply.succeed(new QueuePlace.Won(found.revision(), held.key(), token, lease));
                }
            }));
        }));
    }

    static void get(RestCall call, byte[] name) {
        name(name);
        call.then(QueuePlace.look(call, name), queue -> {
            JsonObject answer = new JsonObject().put("held", queue.count() > 0);
            if (queue.count() > 0) {
                answer.put("holder", Holders.json(queue.kvs().get(0)));
            }
            answer.put("waiting", Math.max(0, queue.count() - 1));
            call.revision(queue.revision()).json(200, answer);
        });
    }

    /** Only who names the token may unlock: nobody gives back what another holds by now. */
    static void unlock(RestCall call, byte[] name) {
        name(name);
        long token = token(call);
        byToken(call, name, token, found -> {
            Key key = found.kvs().get(0).key();
            Compare same = Compare.number(key, Compare.Target.CREATE, Compare.Result.EQUAL, token);
            TxnRequest txn = new TxnRequest(
                    List.of(same), List.of(new DeleteRangeRequest(KeyRange.single(key), false)), List.of());
            call.<TxnResult>ask(reply -> call.node().kv().txn(call.caller(), txn, reply), done -> {
                call.revision(done.revision());
                if (!done.succeeded()) {
                    throw lost(token);
                }
                call.empty(204);
            });
        });
    }

    /** Finds the place that was taken at revision {@code token}; 412 if there is none any more. */
    static void byToken(RestCall call, byte[] name, long token, Consumer<RangeResult> next) {
        RangeRequest place = RangeRequest.over(QueuePlace.queue(name))
                .limit(1)
                .created(token, token)
                .build();
        call.<RangeResult>ask(reply -> call.node().kv().range(call.caller(), place, reply), found -> {
            call.revision(found.revision());
            if (found.kvs().isEmpty()) {
                throw lost(token);
            }
            next.accept(found);
        });
    }

    static long token(RestCall call) {
        String match = call.header("If-Match");
        if (match == null) {
            throw RefusedException.of(428, "precondition-required", "If-Match: \"<token>\" says which place is meant");
        }
        long token = Conditions.revision("If-Match", match);
        if (token < 1) {
            throw new BadRequestException("If-Match must be a token, which is above 0");
        }
        return token;
    }

    static RefusedException lost(long token) {
        return RefusedException.of(412, "token-lost", "nobody holds token " + token + " here");
    }
}
