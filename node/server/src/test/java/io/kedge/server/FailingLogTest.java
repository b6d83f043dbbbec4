/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.disk.Disk;
import io.kedge.disk.DiskFile;
import io.kedge.disk.FileDisk;
import io.kedge.model.Caller;
import io.kedge.model.Command;
import io.kedge.model.Key;
import io.kedge.model.PutRequest;
import io.kedge.model.format.CommandCodec;
import io.kedge.raft.RaftCore;
import io.kedge.raft.RaftOptions;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.Proposal;
import io.kedge.replica.Replica;
import io.kedge.replica.ReplicaOptions;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.InMemoryBackend;
import io.kedge.server.log.LogIdentity;
import io.kedge.server.peers.ImageAccess;
import io.kedge.server.peers.ImageCounts;
import io.kedge.server.peers.IncarnationFile;
import io.kedge.server.peers.PeerNetwork;
import io.kedge.wal.Wal;
import io.kedge.wal.WalOptions;
import io.kedge.wal.WalThread;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that cannot be written ends the process, and nothing that was not forced is acknowledged before. */
final class FailingLogTest {

    private static final long MEMBER = 7;

    @TempDir
    private Path folder;

    private final BlockingQueue<String> fatal = new LinkedBlockingQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private final SharedState shared = new SharedState(1, MEMBER);
    private volatile boolean broken;
    private WalThread wal;
    private StorageThread storage;
    private ReplicaVerticle verticle;

    @BeforeEach
    void start() throws IOException {
        WalOptions options = WalOptions.defaults().withSegmentBytes(1 << 20);
        Disk disk = breakable(Disk.class, new FileDisk(folder));
        wal = new WalThread("test-wal", Wal.create(disk, "wal", options, new byte[1]), options, Runnable::run).start();
        InMemoryBackend backend = new InMemoryBackend();
        RaftCore raft =
                new RaftCore(RaftOptions.defaults(MEMBER, 1), RecoveredLog.empty(Configuration.ofVoters(MEMBER)));
        Replica replica = Replica.open(ReplicaOptions.defaults(MEMBER), raft, backend);
        NodeMeters meters = new NodeMeters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        FatalHandler handler = (what, cause) -> fatal.add(what + ": " + cause.getMessage());
        storage = new StorageThread(backend, replica.stores(), handler, meters);
        verticle = new ReplicaVerticle(new ReplicaVerticle.NodeParts(
                RunningNode.config(folder, 1, List.of("http://127.0.0.1:1")),
                replica,
                wal,
                storage,
                new NoSizes(),
                shared,
                handler,
                List.of(),
                meters,
                noPeers(),
                0,
                () -> fatal.add("removed")));
        RunningNode.await(vertx.deployVerticle(verticle));
        RunningNode.await(verticle.lead(10_000));
    }

    private PeerNetwork noPeers() throws IOException {
        return new PeerNetwork(
                RunningNode.config(folder, 1, List.of("http://127.0.0.1:1")),
                new LogIdentity(1, MEMBER, 1),
                IncarnationFile.open(new FileDisk(folder), (what, cause) -> fatal.add(what)),
                shared,
                List.of(),
                new NoImages(),
                () -> fatal.add("removed"),
                vertx);
    }

    @AfterEach
    void stop() throws Exception {
        RunningNode.await(vertx.close());
        broken = false;
        wal.close();
        storage.close();
    }

    @Test
    void a_force_that_fails_ends_the_process() throws InterruptedException {
        assertThat(fatal).as("while the disk is sound").isEmpty();
        broken = true;
        Proposal lost = put();
        propose(lost);
        assertThat(fatal.poll(10, TimeUnit.SECONDS)).isEqualTo("the log could not be written: the disk is gone");
        assertThat(lost.result()).as("nothing is acknowledged").isNull();
    }

    @Test
    void while_stopping_a_log_that_is_closed_is_no_trouble() throws InterruptedException {
        shared.stopping();
        broken = true;
        Proposal lost = put();
        propose(lost);
        Proposal later = put();
        propose(later);
        assertThat(fatal.poll(300, TimeUnit.MILLISECONDS)).isNull();
        assertThat(lost.result()).isNull();
    }

    @Test
    void a_task_that_throws_ends_the_process_and_stops_the_replica() throws InterruptedException {
        verticle.loop().execute((replica, now) -> {
            throw new AssertionError("a bug");
        });
        assertThat(fatal.poll(10, TimeUnit.SECONDS)).isEqualTo("the replica failed: a bug");
        Proposal afterwards = put();
        propose(afterwards);
        BlockingQueue<Boolean> looked = new LinkedBlockingQueue<>();
        vertx.setTimer(50, timer -> looked.add(true));
        assertThat(looked.poll(10, TimeUnit.SECONDS)).isTrue();
        assertThat(afterwards.result()).as("a failed replica goes no further").isNull();
        assertThat(fatal).isEmpty();
    }

    private void propose(Proposal proposal) {
        verticle.loop().execute((replica, now) -> replica.propose(proposal, now));
    }

    private static Proposal put() {
        Command command = Command.of(Caller.NODE, PutRequest.of(Key.utf8("k"), new byte[] {1}));
        return new Proposal(command, CommandCodec.encode(command));
    }

    /** The disk and its files, until {@link #broken}: then every force and write fails. */
    private <T> T breakable(Class<T> type, T sound) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (broken
                            && (method.getName().equals("force")
                                    || method.getName().equals("write"))) {
                        throw new IOException("the disk is gone");
                    }
                    try {
                        Object result = method.invoke(sound, arguments);
                        return result instanceof DiskFile file ? breakable(DiskFile.class, file) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return type.cast(proxy);
    }

    private static final class NoSizes implements StorageView {

        @Override
        public long sizeBytes() {
            return 0;
        }

        @Override
        public long sizeInUseBytes() {
            return 0;
        }

        @Override
        public void defragment(Runnable done) {
            done.run();
        }
    }

    /** Of a member that has nobody to exchange them with. */
    private static final class NoImages implements ImageAccess {

        @Override
        public ImageCounts counts() {
            return new ImageCounts();
        }

        @Override
        public Backend backend() {
            throw new IllegalStateException("no images here");
        }

        @Override
        public void onStorageThread(Runnable work) {
            throw new IllegalStateException("no images here");
        }

        @Override
        public void restart() {
            throw new IllegalStateException("no images here");
        }
    }
}
