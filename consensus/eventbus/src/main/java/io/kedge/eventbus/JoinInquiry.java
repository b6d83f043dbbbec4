/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import io.kedge.eventbus.cluster.BusNoise;
import io.kedge.eventbus.cluster.MemberTable;
import io.kedge.eventbus.cluster.MemberTableClusterManager;
import io.kedge.eventbus.cluster.PeerBus;
import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.eventbus.wire.Body;
import io.kedge.eventbus.wire.Envelope;
import io.kedge.eventbus.wire.PeerCodec;
import io.kedge.eventbus.wire.WireException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.transport.Transport;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Asks members of which only the URLs are known who they are, before the asker has an id of its own. It listens where
 * the member will, under an id made up for the occasion, and asks one URL after the other until somebody answers.
 */
public final class JoinInquiry {
    private static final long ROUND_MILLIS = 250;
    /** The made-up ids of those who are asked; nobody sees them but this event bus. */
    private static final long FIRST_ID = 1;

    private final List<PeerUrl> asked;
    private final PeerUrl own;
    private final long ownId = new SecureRandom().nextLong() | 1L << 63;
    private final MemberTableClusterManager manager;
    private final Promise<byte[]> answer = Promise.promise();
    private int rounds;

    private JoinInquiry(PeerUrl own, List<PeerUrl> asked) {
        this.own = own;
        this.asked = asked;
        Map<Long, PeerUrl> table = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            table.put(FIRST_ID + i, asked.get(i));
        }
        this.manager = new MemberTableClusterManager(new MemberTable(ownId, table, Set.of()));
    }

    /**
     * The first answer of one of {@code asked}: the bytes of its {@link PeerListener#roster}. Fails with {@link
     * TimeoutException} after {@code timeoutMillis}, and if {@code listen} cannot be listened at. Any thread; everything
     * is closed when the result is there.
     *
     * @param own the URL by which the others reach {@code listen}
     * @param transport what the members talk over, see {@link io.kedge.eventbus.tls}
     */
    public static Future<byte[]> ask(
            PeerUrl listen, PeerUrl own, Transport transport, List<PeerUrl> asked, long timeoutMillis) {
        JoinInquiry inquiry = new JoinInquiry(own, List.copyOf(asked));
        VertxOptions options =
                new VertxOptions().setEventLoopPoolSize(1).setEventBusOptions(PeerBus.options(listen, own));
        return Vertx.builder()
                .with(options)
                .withTransport(transport)
                .withClusterManager(inquiry.manager)
                .buildClustered()
                .compose(vertx -> inquiry.run(vertx, timeoutMillis).eventually(vertx::close));
    }

    private Future<byte[]> run(Vertx vertx, long timeoutMillis) {
        Context context = vertx.getOrCreateContext();
        context.runOnContext(go -> {
            context.exceptionHandler(BusNoise.filter(answer::tryFail));
            PeerBus.refuseSerializedObjects(vertx.eventBus());
            vertx.eventBus().consumer(MemberTableClusterManager.OPEN_ADDRESS, this::received);
            vertx.setPeriodic(0, ROUND_MILLIS, timer -> askNext(vertx));
            vertx.setTimer(timeoutMillis, timer -> answer.tryFail(new TimeoutException("no member answers")));
        });
        return answer.future();
    }

    private void askNext(Vertx vertx) {
        long to = FIRST_ID + rounds++ % asked.size();
        manager.aim(to);
        Body body = new Body.Join(own.toString());
        byte[] bytes = PeerCodec.encode(new Envelope(0, ownId, 0, 1, 0, 0, 0, body));
        vertx.eventBus().send(MemberTableClusterManager.OPEN_ADDRESS, bytes);
    }

    private void received(Message<Object> message) {
        try {
            if (message.body() instanceof byte[] bytes
                    && PeerCodec.decode(bytes).body() instanceof Body.Roster roster) {
                answer.tryComplete(roster.payload());
            }
        } catch (WireException e) {
            answer.tryFail(e);
        }
    }
}
