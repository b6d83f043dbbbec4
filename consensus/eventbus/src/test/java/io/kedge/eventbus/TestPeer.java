/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.eventbus.cluster.MemberTable;
import io.kedge.eventbus.cluster.MemberTableClusterManager;
import io.kedge.eventbus.cluster.PeerBus;
import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.eventbus.tls.PeerTls;
import io.kedge.eventbus.tls.TlsException;
import io.kedge.eventbus.tls.TlsTransports;
import io.kedge.eventbus.wire.RefusalReason;
import io.kedge.raft.EntryType;
import io.kedge.raft.LogEntry;
import io.kedge.raft.Message;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** One member with its own clustered Vert.x on the loopback. */
public final class TestPeer implements AutoCloseable, PeerListener {
    public static final long CLUSTER = 0xc1;

    public final Queue<Message> received = new ConcurrentLinkedQueue<>();
    public final Queue<Long> unreachable = new ConcurrentLinkedQueue<>();
    final Queue<RefusalReason> refusals = new ConcurrentLinkedQueue<>();
    final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    public final MemberTable table;
    public final Context context;
    public final PeerTransport transport;
    private final long id;
    private final Vertx vertx;
    private boolean closed;

    private TestPeer(PeerIdentity self, Options options) {
        id = self.memberId();
        table = new MemberTable(id, options.members, Set.of());
        MemberTableClusterManager manager = new MemberTableClusterManager(table);
        VertxOptions vertxOptions = new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2);
        vertxOptions.setEventBusOptions(PeerBus.options(options.listen, self.url()));
        vertx = Await.result(Vertx.builder()
                .with(vertxOptions)
                .withTransport(transport(options.tls))
                .withClusterManager(manager)
                .buildClustered());
        context = vertx.getOrCreateContext();
        transport = new PeerTransport(vertx, context, manager, self, options.incarnations, options.limits, this);
        Await.result(transport.start());
    }

    private static Transport transport(PeerTls tls) {
        try {
            return tls == null ? TlsTransports.plain() : TlsTransports.encrypted(tls);
        } catch (TlsException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a test may set; the defaults make a member without TLS. */
    public static final class Options {
        private final Map<Long, PeerUrl> members;
        private PeerUrl listen;
        private long cluster = CLUSTER;
        private long incarnation;
        private PeerTls tls;
        private PeerLimits limits = PeerLimits.defaults();
        private Incarnations incarnations = new MemoryIncarnations();
        private final long id;

        public Options(long id, Map<Long, PeerUrl> members) {
            this.id = id;
            this.members = members;
            listen = members.get(id);
            incarnation = id + 1000;
        }

        Options cluster(long value) {
            cluster = value;
            return this;
        }

        Options incarnation(long value) {
            incarnation = value;
            return this;
        }

        Options incarnations(Incarnations value) {
            incarnations = value;
            return this;
        }

        Options limits(PeerLimits value) {
            limits = value;
            return this;
        }

        public Options listen(PeerUrl value) {
            listen = value;
            return this;
        }

        Options tls(PeerTls value) {
            tls = value;
            return this;
        }

        public TestPeer start() {
            PeerUrl url = members.getOrDefault(id, listen);
            return new TestPeer(new PeerIdentity(cluster, id, incarnation, url), this);
        }
    }

    public static TestPeer start(long id, Map<Long, PeerUrl> members) {
        return new Options(id, members).start();
    }

    public void send(Message... messages) {
        call(() -> {
            transport.send(List.of(messages));
            return 0;
        });
    }

    /** Runs {@code work} on the transport's context. */
    public <T> T call(Supplier<T> work) {
        Promise<T> result = Promise.promise();
        context.runOnContext(go -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException e) {
                result.fail(e);
            }
        });
        return Await.result(result.future());
    }

    Message beat(long to, long number) {
        return new Message.Heartbeat(id, to, 1, 1, 0, number);
    }

    Message append(long to, long prevIndex, int bytes) {
        List<LogEntry> entries = List.of(new LogEntry(prevIndex + 1, 1, EntryType.NORMAL, new byte[bytes]));
        return new Message.AppendEntries(id, to, 1, 1, prevIndex, 1, entries, 0);
    }

    void awaitReceived(int count) {
        Await.until("messages received", () -> received.size() >= count);
    }

    @Override
    public void onMessages(List<Message> messages) {
        received.addAll(messages);
    }

    @Override
    public void onUnreachable(long peer) {
        unreachable.add(peer);
    }

    @Override
    public void onRefused(long peer, RefusalReason reason) {
        refusals.add(reason);
    }

    @Override
    public byte[] roster() {
        return new byte[] {(byte) id};
    }

    @Override
    public void onUncaught(Throwable thrown) {
        uncaught.add(thrown);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Await.result(transport.stop().eventually(vertx::close));
        assertThat(uncaught).isEmpty();
    }

    /** A loopback URL that nobody listens on. */
    public static PeerUrl freeUrl() {
        return freeUrl(false);
    }

    static PeerUrl freeUrl(boolean tls) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new PeerUrl("127.0.0.1", socket.getLocalPort(), tls);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
