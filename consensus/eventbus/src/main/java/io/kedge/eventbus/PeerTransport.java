/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import io.kedge.eventbus.cluster.BusNoise;
import io.kedge.eventbus.cluster.MemberTable;
import io.kedge.eventbus.cluster.MemberTableClusterManager;
import io.kedge.eventbus.cluster.PeerBus;
import io.kedge.eventbus.wire.Body;
import io.kedge.eventbus.wire.Envelope;
import io.kedge.eventbus.wire.PeerCodec;
import io.kedge.eventbus.wire.RefusalReason;
import io.kedge.eventbus.wire.WireException;
import io.kedge.raft.Message;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.MessageProducer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends and receives for one member. Lives on one event-loop context of the clustered Vert.x, the replica's: but for
 * {@link #start}, {@link #stop} and {@link #counters} everything is called there, and everything is told there.
 *
 * <p>Delivery is best effort and in order for each peer while a connection stands; after a break anything may be lost,
 * nothing comes twice. A peer that was not heard for three seconds gets a hello every two.
 */
public final class PeerTransport {
    private static final Logger log = LoggerFactory.getLogger(PeerTransport.class);
    private static final long TICK_MILLIS = 50;
    private static final int TICKS_PER_HELLO = 40;
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long UNREADABLE_LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Vertx vertx;
    private final Context context;
    private final MemberTable table;
    private final PeerIdentity self;
    private final Incarnations incarnations;
    private final PeerLimits limits;
    private final PeerListener listener;
    private final LongSupplier nanoClock = System::nanoTime;
    private final Gatekeeper gatekeeper;
    private final OpenDoor door;
    private final Refusals refusals;
    private final JoinDesk joinDesk;
    private final PeerRequests requests;
    private final RateLimit unreadable = new RateLimit(UNREADABLE_LOG_NANOS, nanoClock);
    private final Map<Long, PeerLink> links = new HashMap<>();
    private final Map<Long, PeerCounters> counters = new ConcurrentHashMap<>();
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();
    private volatile @Nullable Thread owner;
    private long timerId;
    private long ticks;

    /**
     * A transport that does nothing yet.
     *
     * @param vertx clustered with {@code manager}
     * @param context an event-loop context of {@code vertx}
     */
    public PeerTransport(
            Vertx vertx,
            Context context,
            MemberTableClusterManager manager,
            PeerIdentity self,
            Incarnations incarnations,
            PeerLimits limits,
            PeerListener listener) {
        if (!vertx.isClustered() || !context.isEventLoopContext()) {
            throw new IllegalArgumentException("needs a clustered Vert.x and an event loop of it");
        }
        this.vertx = vertx;
        this.context = context;
        this.table = manager.table();
        this.self = self;
        this.incarnations = incarnations;
        this.limits = limits;
        this.listener = listener;
        gatekeeper = new Gatekeeper(self, table, incarnations);
        door = new OpenDoor(vertx.eventBus(), manager, self, incarnations);
        refusals = new Refusals(self, manager, door, nanoClock);
        joinDesk = new JoinDesk(manager, door, listener, nanoClock);
        requests = new PeerRequests(limits, this::link, nanoClock);
    }

    /** Begins to receive, and greets every member; takes over the context's exception handler. Any thread. */
    public Future<Void> start() {
        Promise<Void> started = Promise.promise();
        context.runOnContext(go -> {
            owner = Thread.currentThread();
            context.exceptionHandler(BusNoise.filter(listener::onUncaught));
            EventBus bus = vertx.eventBus();
            PeerBus.refuseSerializedObjects(bus);
            consumers.add(bus.consumer(MemberTableClusterManager.address(self.memberId()), this::received));
            consumers.add(bus.consumer(MemberTableClusterManager.OPEN_ADDRESS, this::received));
            timerId = vertx.setPeriodic(TICK_MILLIS, id -> tick());
            greetSilent();
            Future.all(consumers.stream().map(MessageConsumer::completion).toList())
                    .<Void>mapEmpty()
                    .onComplete(started);
        });
        return started.future();
    }

    /** Stops receiving; requests under way fail. The clustered Vert.x is the caller's to close. Any thread. */
    public Future<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        context.runOnContext(go -> {
            vertx.cancelTimer(timerId);
            requests.failAll("the transport stops");
            Future.all(consumers.stream().map(MessageConsumer::unregister).toList())
                    .<Void>mapEmpty()
                    .onComplete(stopped);
        });
        return stopped.future();
    }

    /**
     * Sends messages, keeping the order for each peer: one event-bus message per peer, more if they exceed {@link
     * PeerLimits#frameBytes}. Messages and their entries must not change afterwards. What cannot go is dropped, and
     * {@link PeerListener#onUnreachable} follows. Never waits, never throws for a peer's sake.
     */
    public void send(List<Message> messages) {
        requireOwner();
        if (messages.size() == 1) {
            sendTo(messages.get(0).to(), messages);
            return;
        }
        Map<Long, List<Message>> byPeer = new HashMap<>();
        for (Message message : messages) {
            byPeer.computeIfAbsent(message.to(), peer -> new ArrayList<>()).add(message);
        }
        byPeer.forEach(this::sendTo);
    }

    /** Requests to and of other members. */
    public PeerRequests requests() {
        return requests;
    }

    /** What happened on the link to {@code peer}; null if there is none yet. Any thread. */
    public @Nullable PeerCounters counters(long peer) {
        return counters.get(peer);
    }

    private void sendTo(long peer, List<Message> messages) {
        PeerLink link = link(peer);
        if (link != null) {
            link.send(messages);
        }
    }

    /** The link to a member that is not this one; null for others. */
    private @Nullable PeerLink link(long peer) {
        requireOwner();
        if (peer == self.memberId() || !table.contains(peer)) {
            return null;
        }
        PeerLink known = links.get(peer);
        if (known != null) {
            return known;
        }
        MessageProducer<byte[]> producer = vertx.eventBus().sender(MemberTableClusterManager.address(peer));
        PeerLink link = new PeerLink(self, peer, incarnations, limits, producer::write, nanoClock);
        links.put(peer, link);
        counters.put(peer, link.counters());
        return link;
    }

    private void received(io.vertx.core.eventbus.Message<Object> message) {
        byte[] bytes;
        Envelope envelope;
        try {
            if (!(message.body() instanceof byte[] body)) {
                throw new WireException("not bytes");
            }
            bytes = body;
            envelope = PeerCodec.decode(bytes);
        } catch (WireException | RuntimeException e) {
            if (unreadable.passes("")) {
                log.warn("dropped a peer message that cannot be read: {}", e.toString());
            }
            return;
        }
        if (envelope.body() instanceof Body.Refusal refusal) {
            if (refusals.heard(envelope, refusal)) {
                listener.onRefused(envelope.from(), refusal.reason());
            }
            return;
        }
        if (envelope.body() instanceof Body.Join join) {
            joinDesk.asked(envelope, join);
            return;
        }
        RefusalReason reason = gatekeeper.judge(envelope);
        PeerLink link = link(envelope.from());
        if (reason != null) {
            if (link != null) {
                link.counters().refusedEnvelopes.increment();
            }
            refusals.refuse(envelope, reason);
        } else if (link != null && gatekeeper.isIncarnationKept(envelope)) {
            link.received(envelope, bytes.length);
            deliver(envelope);
        }
    }

    private void deliver(Envelope envelope) {
        if (envelope.body() instanceof Body.Raft raft) {
            listener.onMessages(raft.messages());
        } else if (envelope.body() instanceof Body.Request request) {
            requests.onRequest(envelope.from(), request);
        } else if (envelope.body() instanceof Body.Reply reply) {
            requests.onReply(envelope.from(), reply);
        }
    }

    private void tick() {
        requests.tick();
        List<Long> unreachable = new ArrayList<>();
        links.forEach((peer, link) -> {
            if (link.tick()) {
                unreachable.add(peer);
            }
        });
        links.keySet().removeIf(peer -> !table.contains(peer));
        counters.keySet().removeIf(peer -> !table.contains(peer));
        ticks++;
        if (ticks % TICKS_PER_HELLO == 0) {
            greetSilent();
        }
        unreachable.forEach(listener::onUnreachable);
    }

    private void greetSilent() {
        long now = nanoClock.getAsLong();
        for (long peer : table.ids()) {
            PeerLink link = link(peer);
            if (link != null && link.counters().silentNanos(now) > SILENT_NANOS) {
                door.hello(peer);
            }
        }
    }

    private void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("the transport belongs to another thread");
        }
    }
}
