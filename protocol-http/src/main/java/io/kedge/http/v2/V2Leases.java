/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.api.Leases;
import io.kedge.api.Reply;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.LeaseResult;
import io.kedge.model.StatusCode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * The leases behind times to live: each file and directory that is given one gets a lease of its own. Their ids say
 * what they are for, so that one whose key was overwritten can be ended early, and nobody else's is. On one loop.
 */
final class V2Leases {

    /** What is left of a lease: whole seconds, rounded up. */
    record Remaining(long seconds, Instant until) {

        static Remaining of(long seconds) {
            return new Remaining(seconds, Instant.now().plusSeconds(seconds));
        }
    }

    private static final int TAG_SHIFT = 32;
    private static final long FILE_TAG = 0x7632_6669L;
    private static final long DIRECTORY_TAG = 0x7632_6469L;
    private static final int ID_ATTEMPTS_MAX = 8;
    private static final int QUESTIONS_MAX = 64;

    private final Leases leases;

    V2Leases(Leases leases) {
        this.leases = leases;
    }

    /** Whether the lease is that of a directory, which the files in it share. */
    static boolean isOfDirectory(long lease) {
        return lease >>> TAG_SHIFT == DIRECTORY_TAG;
    }

    private static boolean isOurs(long lease) {
        return isOfDirectory(lease) || lease >>> TAG_SHIFT == FILE_TAG;
    }

    void grant(Caller caller, long ttlSeconds, boolean directory, Reply<LeaseResult> reply) {
        if (ttlSeconds < 0) {
            // Above 2^63.
            reply.fail(StatusCode.LEASE_TTL_TOO_LARGE);
        } else {
            grant(caller, ttlSeconds, directory ? DIRECTORY_TAG : FILE_TAG, ID_ATTEMPTS_MAX, reply);
        }
    }

    private void grant(Caller caller, long ttlSeconds, long tag, int attempts, Reply<LeaseResult> reply) {
        long id = tag << TAG_SHIFT
                | Integer.toUnsignedLong(ThreadLocalRandom.current().nextInt());
        leases.grant(caller, id, ttlSeconds, new Reply<>() {
            @Override
            public void succeed(LeaseResult result) {
                reply.succeed(result);
            }

            @Override
            public void fail(KedgeException reason) {
                if (reason.code() == StatusCode.LEASE_EXISTS && attempts > 1) {
                    grant(caller, ttlSeconds, tag, attempts - 1, reply);
                } else {
                    reply.fail(reason);
                }
            }
        });
    }

    /** Ends a lease that no key was given; its end comes by itself if this fails. */
    void giveBack(Caller caller, long lease) {
        leases.revoke(caller, lease, new Heedless<>());
    }

    /** Ends a lease of ours that has just lost a key, if that was its last. */
    void tidy(Caller caller, long lease) {
        if (isOurs(lease)) {
            leases.timeToLive(
                    caller, lease, true, new Heedless<Leases.TimeToLive>().onSuccess((Leases.TimeToLive left) -> {
                                if (left.ttlSeconds() >= 0 && left.keys().isEmpty()) {
                                    giveBack(caller, lease);
                                }
                            }));
        }
    }

    /** Renews; the reply's seconds are 0 if the lease has ended. */
    void renew(Caller caller, long lease, Reply<LeaseResult> reply) {
        leases.keepAlive(caller, lease, reply);
    }

    /** What is left of each; those that have ended are left out. */
    void remaining(Caller caller, Collection<Long> ids, Reply<Map<Long, Leases.TimeToLive>> reply) {
        if (ids.isEmpty()) {
            reply.succeed(Map.of());
        } else {
            new Questions(caller, ids, reply).ask();
        }
    }

    /** As a reply shows it: the second that has begun counts. */
    static Remaining shown(Leases.TimeToLive left) {
        return Remaining.of(Math.min(left.ttlSeconds() + 1, left.grantedSeconds()));
    }

    /** Gives the nodes that have a lease what is left of it, then goes on. */
    void show(Caller caller, Collection<V2Node> nodes, Reply<?> failed, Runnable next) {
        HashSet<Long> ids = new HashSet<>();
        nodes.forEach(node -> collect(node, ids));
        remaining(caller, ids, failed.onSuccess((Map<Long, Leases.TimeToLive> found) -> {
            nodes.forEach(node -> fill(node, found));
            next.run();
        }));
    }

    private static void collect(V2Node node, Collection<Long> ids) {
        if (node.lease != 0) {
            ids.add(node.lease);
        }
        node.nodes.forEach(child -> collect(child, ids));
    }

    private static void fill(V2Node node, Map<Long, Leases.TimeToLive> found) {
        Leases.TimeToLive left = found.get(node.lease);
        if (left != null) {
            node.expires(shown(left));
        }
        node.nodes.forEach(child -> fill(child, found));
    }

    /** Asks after many leases, a bounded number at a time. */
    private final class Questions implements Reply<Leases.TimeToLive> {

        private final Caller caller;
        private final Deque<Long> toAsk;
        private final Reply<Map<Long, Leases.TimeToLive>> reply;
        private final Map<Long, Leases.TimeToLive> found = new HashMap<>();
        private int asked;
        private boolean over;

        Questions(Caller caller, Collection<Long> ids, Reply<Map<Long, Leases.TimeToLive>> reply) {
            this.caller = caller;
            this.toAsk = new ArrayDeque<>(ids);
            this.reply = reply;
        }

        void ask() {
            while (asked < QUESTIONS_MAX && !toAsk.isEmpty()) {
                asked++;
                leases.timeToLive(caller, toAsk.remove(), false, this);
            }
        }

        @Override
        public void succeed(Leases.TimeToLive left) {
            asked--;
            if (left.ttlSeconds() >= 0) {
                found.put(left.id(), left);
            }
            if (over) {
                return;
            }
            ask();
            if (asked == 0) {
                over = true;
                reply.succeed(found);
            }
        }

        @Override
        public void fail(KedgeException reason) {
            asked--;
            if (!over) {
                over = true;
                reply.fail(reason);
            }
        }
    }

    /** For what is done on the side. */
    private static final class Heedless<T> implements Reply<T> {

        @Override
        public void succeed(T result) {}

        @Override
        public void fail(KedgeException reason) {}

        /** As {@link Reply#onSuccess}, with no one to hear of a failure. */
        @Override
        public <S> Reply<S> onSuccess(Consumer<S> next) {
            return Reply.super.onSuccess(next);
        }
    }
}
