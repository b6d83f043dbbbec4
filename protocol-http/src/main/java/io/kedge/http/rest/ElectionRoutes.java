/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.api.Cancellation;
import io.kedge.api.Elections.Elected;
import io.kedge.api.Elections.Leader;
import io.kedge.api.Elections.LeaderKey;
import io.kedge.api.Elections.Observer;
import io.kedge.api.Reply;
import io.kedge.http.json.JsonReader;
import io.kedge.http.json.KvJson;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** {@code /v1/elections/<name>}: campaign, proclaim, resign, and who leads. */
final class ElectionRoutes {

    private ElectionRoutes() {}

    static void campaign(RestCall call, byte[] name) {
        Key election = LockRoutes.name(name);
        call.withBody(body -> {
            JsonReader json = JsonReader.of(body).only("value", "value_b64", "ttl", "lease");
            byte[] value = value(json);
            QueuePlace.take(call, name, json, (lease, reply) -> ask(call, election, lease, value, reply), won -> {
                won.answer(call);
            });
        });
    }

    private static byte[] value(JsonReader json) {
        byte[] value = json.bytes("value");
        if (value == null) {
            throw json.wrong("value", "is needed: what the leader makes known");
        }
        return value;
    }

    private static Cancellation ask(
            RestCall call, Key election, long lease, byte[] value, Reply<QueuePlace.Won> reply) {
        return call.node()
                .elections()
                .campaign(
                        call.caller(),
                        election,
                        lease,
                        value,
                        reply.onSuccess((Elected elected) -> reply.succeed(new QueuePlace.Won(
                                elected.revision(),
                                elected.leader().key(),
                                elected.leader().revision(),
                                elected.leader().lease()))));
    }

    static void proclaim(RestCall call, byte[] name) {
        Key election = LockRoutes.name(name);
        long token = LockRoutes.token(call);
        call.withBody(body -> {
            byte[] value = value(JsonReader.of(body).only("value", "value_b64"));
            LockRoutes.byToken(call, name, token, found -> {
                LeaderKey leader = leader(election, found.kvs().get(0));
                call.<Long>ask(
                        reply -> call.node().elections().proclaim(call.caller(), leader, value, reply),
                        revision -> call.revision(revision).empty(204));
            });
        });
    }

    static void resign(RestCall call, byte[] name) {
        Key election = LockRoutes.name(name);
        long token = LockRoutes.token(call);
        LockRoutes.byToken(call, name, token, found -> {
            LeaderKey leader = leader(election, found.kvs().get(0));
            call.<Long>ask(
                    reply -> call.node().elections().resign(call.caller(), leader, reply),
                    revision -> call.revision(revision).empty(204));
        });
    }

    private static LeaderKey leader(Key election, KeyValue kv) {
        return new LeaderKey(election, kv.key(), kv.createRevision(), kv.lease());
    }

    /** The leader now, or, for who accepts {@code text/event-stream}, every leader from now on. */
    static void get(RestCall call, byte[] name) {
        Key election = LockRoutes.name(name);
        if (call.accepts("text/event-stream")) {
            observe(call, election);
            return;
        }
        call.<Leader>ask(
                reply -> call.node().elections().leader(call.caller(), election, reply),
                leader -> call.revision(leader.revision()).json(200, json(leader)));
    }

    private static JsonObject json(Leader leader) {
        JsonObject answer = Holders.json(leader.kv());
        KvJson.bytes(answer, "value", leader.kv().value());
        return answer;
    }

    private static void observe(RestCall call, Key election) {
        AtomicReference<@Nullable Cancellation> observing = new AtomicReference<>();
        EventLines lines = EventLines.open(call, () -> {
            Cancellation open = observing.get();
            if (open != null) {
                open.cancel();
            }
        });
        Cancellation open = call.node().elections().observe(call.caller(), election, new Observer() {
            @Override
            public void leader(Leader leader) {
                lines.send(json(leader));
            }

            @Override
            public void fail(KedgeException reason) {
                lines.end();
            }
        });
        observing.set(open);
        if (lines.isOver()) {
            open.cancel();
        }
    }
}
