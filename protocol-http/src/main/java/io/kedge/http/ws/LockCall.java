/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.ws;

import io.kedge.api.Cancellation;
import io.kedge.api.Node;
import io.kedge.api.Reply;
import io.kedge.http.json.HeldJson;
import io.kedge.http.json.HexId;
import io.kedge.http.json.JsonReader;
import io.kedge.http.json.KvJson;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.StatusCode;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One lock asked for, {@code {"name","lease"}} or {@code {"name","ttl"}}, or given up, {@code {"release":key}}. With a
 * ttl it takes a lease, which it gives back if the lock is not had. Given up before the answer, it leaves the line.
 */
final class LockCall implements Cancellation {

    private final Node node;
    private final Caller caller;
    private final Key key;
    private final boolean release;
    private final long ttlSeconds;
    private long lease;
    private @Nullable Cancellation waiting;

    /** The lock's own key, from when it is had. */
    private @Nullable Key held;

    private boolean over;

    private LockCall(SocketSession session, Key key, boolean release, long lease, long ttlSeconds) {
        this.node = session.loop().node();
        this.caller = session.caller();
        this.key = key;
        this.release = release;
        this.lease = lease;
        this.ttlSeconds = ttlSeconds;
    }

    static LockCall read(SocketSession session, JsonReader lock) {
        lock.only("name", "name_b64", "lease", "ttl", "release", "release_b64");
        Key name = lock.key("name");
        Key release = lock.key("release");
        if ((name == null) == (release == null)) {
            throw lock.wrong("name", "or release is needed, one of them");
        }
        if (release != null) {
            return new LockCall(session, release, true, 0, 0);
        }
        if (name == null || name.isEmpty()) {
            throw lock.wrong("name", "is empty");
        }
        String lease = lock.text("lease");
        return lease == null
                ? new LockCall(session, name, false, 0, SocketCalls.ttlSeconds(lock))
                : new LockCall(session, name, false, HexId.lease(lease), 0);
    }

    void start(Reply<JsonObject> reply) {
        if (release) {
            node.locks()
                    .unlock(
                            caller,
                            key,
                            reply.onSuccess(
                                    revision -> reply.succeed(described(key).put("released", true))));
        } else if (lease != 0) {
            lock(reply);
        } else {
            node.leases().grant(caller, 0, ttlSeconds, reply.onSuccess(granted -> {
                lease = granted.id();
                if (over) {
                    giveLeaseBack();
                } else {
                    lock(reply);
                }
            }));
        }
    }

    private static JsonObject described(Key key) {
        JsonObject json = new JsonObject();
        KvJson.key(json, "key", key);
        return json;
    }

    private void lock(Reply<JsonObject> reply) {
        Reply<JsonObject> ended = new Reply<>() {
            @Override
            public void succeed(JsonObject held) {
                over = true;
                reply.succeed(held);
            }

            @Override
            public void fail(KedgeException reason) {
                over = true;
                giveLeaseBack();
                reply.fail(reason);
            }
        };
        waiting = node.locks().lock(caller, key, lease, ended.onSuccess(locked -> token(locked.key(), ended)));
    }

    /** The fencing token is the revision that created the key. */
    private void token(Key locked, Reply<JsonObject> reply) {
        held = locked;
        node.kv().range(caller, RangeRequest.of(KeyRange.single(locked)), reply.<RangeResult>onSuccess(found -> {
            if (found.kvs().isEmpty()) {
                reply.fail(StatusCode.SESSION_EXPIRED);
            } else {
                reply.succeed(HeldJson.of(locked, found.kvs().get(0).createRevision(), lease));
            }
        }));
    }

    @Override
    public void cancel() {
        if (over || release) {
            return;
        }
        over = true;
        Cancellation line = waiting;
        if (line != null) {
            line.cancel();
        }
        Key locked = held;
        if (locked != null && ttlSeconds == 0) {
            node.locks().unlock(caller, locked, unheard());
        }
        giveLeaseBack();
    }

    /** A lease that was taken for this lock alone; whatever hangs on it goes with it. */
    private void giveLeaseBack() {
        if (ttlSeconds > 0 && lease != 0) {
            node.leases().revoke(caller, lease, unheard());
        }
    }

    /** If it fails the lease's own time ends what was meant to be ended. */
    private static <T> Reply<T> unheard() {
        return new Reply<>() {
            @Override
            public void succeed(T ended) {}

            @Override
            public void fail(KedgeException reason) {}
        };
    }
}
