/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.api.Cancellation;
import io.kedge.api.Reply;
import io.kedge.http.json.HeldJson;
import io.kedge.http.json.HexId;
import io.kedge.http.json.JsonReader;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.LeaseResult;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A place in the queue of a lock or an election, taken for one request. If the client goes before it is answered, or
 * its time is over, the place is given back, and the lease too if it was granted for it.
 */
final class QueuePlace {

    /** Even who will not wait waits for the answer to the question. */
    private static final long ANSWER_MILLIS = 1_000;

    /** The front of the queue. */
    record Won(long revision, Key key, long token, long lease) {

        /** Tells the winner token, key, lease, and the fence to paste. */
        void answer(RestCall call) {
            call.response().putHeader(HttpHeaders.ETAG, KeyRoutes.tag(token));
            call.revision(revision).json(201, HeldJson.of(key, token, lease));
        }
    }

    /** Takes the place with a lease; the reply comes at the front. */
    interface Asking {
        Cancellation ask(long lease, Reply<Won> reply);
    }

    private final RestCall call;
    private final byte[] name;
    private final Asking asking;
    private final Consumer<Won> won;
    private final long waitMillis;
    private long lease;
    private boolean ownLease;
    private @Nullable Cancellation asked;
    private long timer = -1;
    private boolean over;

    private QueuePlace(RestCall call, byte[] name, Asking asking, Consumer<Won> won) {
        this.call = call;
        this.name = name;
        this.asking = asking;
        this.won = won;
        this.waitMillis = Preferences.of(call.header("Prefer")).waitMillis();
    }

    /** {@code json} has {@code ttl} or {@code lease}; {@code won} must answer the call. */
    static void take(RestCall call, byte[] name, JsonReader json, Asking asking, Consumer<Won> won) {
        QueuePlace place = new QueuePlace(call, name, asking, won);
        String lease = json.text("lease");
        if ((lease == null) != json.has("ttl")) {
            throw json.wrong("ttl", "or lease is needed, one of them");
        }
        call.onAbandoned(place::giveBack);
        if (lease != null) {
            place.queueUp(HexId.lease(lease));
            return;
        }
        long ttl = LeaseRoutes.ttl(json);
        call.<LeaseResult>ask(reply -> call.node().leases().grant(call.caller(), 0, ttl, reply), granted -> {
            place.ownLease = true;
            place.queueUp(granted.id());
        });
    }

    private void queueUp(long leaseId) {
        lease = leaseId;
        if (over) {
            giveBack();
        } else if (waitMillis > 0) {
            ask(waitMillis);
        } else {
            look(call, name)
                    .onSuccess(queue -> call.guard(() -> {
                        if (queue.count() > 0 && !isOwn(queue)) {
                            giveBack();
                            throw taken(queue);
                        }
                        ask(ANSWER_MILLIS);
                    }))
                    .onFailure(this::fail);
        }
    }

    private boolean isOwn(RangeResult queue) {
        return queue.kvs().get(0).lease() == lease;
    }

    private void ask(long atMostMillis) {
        timer = call.loop().vertx().setTimer(atMostMillis, id -> timeOver());
        Cancellation asking = this.asking.ask(lease, new Reply<>() {
            @Override
            public void succeed(Won result) {
                call.guard(() -> finish(result));
            }

            @Override
            public void fail(KedgeException reason) {
                QueuePlace.this.fail(reason);
            }
        });
        asked = asking;
    }

    private void finish(Won result) {
        call.loop().vertx().cancelTimer(timer);
        if (over) {
            return;
        }
        over = true;
        asked = null;
        if (call.isGone()) {
            abandon(result);
            return;
        }
        call.onAbandoned(() -> abandon(result));
        won.accept(result);
    }

    /** Won, and nobody there to be told. */
    private void abandon(Won result) {
        if (ownLease) {
            Leased.giveBack(call, lease);
        } else {
            call.node().locks().unlock(call.caller(), result.key(), Leased.ignored());
        }
    }

    private void timeOver() {
        if (over) {
            return;
        }
        giveBack();
        look(call, name)
                .onSuccess(queue -> call.guard(() -> {
                    throw taken(queue);
                }))
                .onFailure(call::fail);
    }

    private void fail(Throwable reason) {
        giveBack();
        call.fail(reason);
    }

    private void giveBack() {
        over = true;
        call.loop().vertx().cancelTimer(timer);
        Cancellation open = asked;
        asked = null;
        if (open != null) {
            open.cancel();
        }
        if (ownLease) {
            ownLease = false;
            Leased.giveBack(call, lease);
        }
    }

    /** Who is in front, and how many there are. */
    static Future<RangeResult> look(RestCall call, byte[] name) {
        RangeRequest oldest = RangeRequest.oldest(queue(name));
        return Reply.future(reply -> call.node().kv().range(call.caller(), oldest, reply));
    }

    static KeyRange queue(byte[] name) {
        return KeyRange.prefix(Key.of(name).concat("/".getBytes(StandardCharsets.US_ASCII)));
    }

    private static RefusedException taken(RangeResult queue) {
        RefusedException refusal =
                RefusedException.of(409, "not-your-turn", "others are in front; Prefer: wait=30 waits");
        if (!queue.kvs().isEmpty()) {
            refusal.with("holder", Holders.json(queue.kvs().get(0)));
        }
        return refusal.with("queue_length", queue.count());
    }
}
