/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import io.kedge.eventbus.PeerRequestException.Outcome;
import io.kedge.eventbus.cluster.MemberTable;
import io.kedge.eventbus.wire.Body;
import io.kedge.eventbus.wire.PeerCodec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests and answers between members, with numbers of their own, and notices without answers. Bounded for each peer.
 * On one context.
 */
public final class PeerRequests implements Asker {
    private static final int KIND_MAX = 0xffff;

    private final PeerLimits limits;
    private final LongFunction<@Nullable PeerLink> links;
    private final LongSupplier nanoClock;
    private final Map<Integer, RequestHandler> handlers = new HashMap<>();
    private final Map<Integer, NoticeHandler> noticeHandlers = new HashMap<>();
    private final Map<Long, Pending> pending = new HashMap<>();
    private final TreeSet<Pending> byDeadline = new TreeSet<>(
            Comparator.comparingLong((Pending each) -> each.deadlineNanos).thenComparingLong(each -> each.id));
    private long lastId;

    PeerRequests(PeerLimits limits, LongFunction<@Nullable PeerLink> links, LongSupplier nanoClock) {
        this.limits = limits;
        this.links = links;
        this.nanoClock = nanoClock;
    }

    /** From now on requests of {@code kind}, 0 to 65,535, go to {@code handler}. */
    public void serve(int kind, RequestHandler handler) {
        if (kind < 0 || kind > KIND_MAX || handlers.putIfAbsent(kind, handler) != null) {
            throw new IllegalArgumentException("no free kind of request: " + kind);
        }
    }

    /** From now on notices of {@code kind}, 0 to 65,535, go to {@code handler}. */
    public void take(int kind, NoticeHandler handler) {
        if (kind < 0 || kind > KIND_MAX || noticeHandlers.putIfAbsent(kind, handler) != null) {
            throw new IllegalArgumentException("no free kind of notice: " + kind);
        }
    }

    /**
     * Sends {@code payload}, never twice, and expects no answer; false if it was certainly not sent. On the transport's
     * context.
     */
    public boolean tell(long to, int kind, byte[] payload) {
        PeerLink link = links.apply(to);
        return link != null && payload.length <= limits.payloadBytes() && link.tell(new Body.Notice(kind, payload));
    }

    /** One of a kind that nobody takes is dropped. */
    void onNotice(long from, Body.Notice notice) {
        NoticeHandler handler = noticeHandlers.get(notice.kind());
        if (handler != null) {
            handler.handle(from, notice.payload());
        }
    }

    @Override
    public Future<Body.Reply> ask(long to, int kind, byte[] payload, long timeoutMillis) {
        PeerLink link = links.apply(to);
        String name = MemberTable.nodeId(to);
        if (link == null) {
            return notSent("there is no other member " + name);
        }
        if (payload.length > limits.payloadBytes()) {
            return notSent("a request of " + payload.length + " bytes is too large");
        }
        long bytes = (long) PeerCodec.HEADER_BYTES + payload.length;
        if (link.isBlocked() || !link.requests.tryAcquire(bytes)) {
            link.dropped(1);
            return notSent("member " + name + " cannot be reached or has too much to answer");
        }
        long id = ++lastId;
        long deadline = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        Pending request = new Pending(id, to, bytes, deadline, link);
        pending.put(id, request);
        byDeadline.add(request);
        link.write(new Body.Request(id, kind, payload)).onComplete((done, failure) -> {
            request.written = true;
            link.noticeFailure(failure);
            if (failure != null) {
                fail(request, "the link to member " + name + " broke");
            }
            request.releaseIfOver();
        });
        return request.promise.future();
    }

    void onRequest(long from, Body.Request request) {
        RequestHandler handler = handlers.get(request.kind());
        Responder responder = new OnceResponder(from, request.id());
        if (handler == null) {
            responder.reply(STATUS_UNKNOWN_KIND, new byte[0]);
        } else {
            handler.handle(from, request.payload(), responder);
        }
    }

    void onReply(long from, Body.Reply reply) {
        Pending request = pending.get(reply.id());
        if (request != null && request.to == from) {
            take(request);
            request.promise.tryComplete(reply);
        }
    }

    /** Gives up what is past its deadline or was asked of somebody who is no member any more. */
    void tick() {
        long now = nanoClock.getAsLong();
        while (!byDeadline.isEmpty() && byDeadline.first().deadlineNanos - now <= 0) {
            Pending late = byDeadline.first();
            fail(late, "no answer of member " + MemberTable.nodeId(late.to) + " in time");
        }
    }

    void failAll(String why) {
        while (!byDeadline.isEmpty()) {
            fail(byDeadline.first(), why);
        }
    }

    private void fail(Pending request, String why) {
        if (take(request)) {
            request.promise.tryFail(new PeerRequestException(Outcome.UNKNOWN, why));
        }
    }

    private boolean take(Pending request) {
        byDeadline.remove(request);
        request.over = true;
        request.releaseIfOver();
        return pending.remove(request.id) != null;
    }

    private static Future<Body.Reply> notSent(String why) {
        return Future.failedFuture(new PeerRequestException(Outcome.NOT_SENT, why));
    }

    /** A request on its way. Its bytes count until it is over and the bus holds it no more. */
    private static final class Pending {
        final long id;
        final long to;
        final long bytes;
        final long deadlineNanos;
        final PeerLink link;
        final Promise<Body.Reply> promise = Promise.promise();
        boolean written;
        boolean over;
        boolean released;

        Pending(long id, long to, long bytes, long deadlineNanos, PeerLink link) {
            this.id = id;
            this.to = to;
            this.bytes = bytes;
            this.deadlineNanos = deadlineNanos;
            this.link = link;
        }

        void releaseIfOver() {
            if (written && over && !released) {
                released = true;
                link.requests.release(bytes, 1);
            }
        }
    }

    private final class OnceResponder implements Responder {
        private final long to;
        private final long id;
        private boolean used;

        OnceResponder(long to, long id) {
            this.to = to;
            this.id = id;
        }

        @Override
        public void reply(int status, byte[] payload) {
            if (used || payload.length > limits.payloadBytes()) {
                throw new IllegalStateException(used ? "answered twice" : "answer too large: " + payload.length);
            }
            used = true;
            PeerLink link = links.apply(to);
            if (link != null) {
                link.reply(new Body.Reply(id, status, payload));
            }
        }
    }
}
