/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.MemberInfo;
import io.kedge.raft.Append;
import io.kedge.raft.HardState;
import io.kedge.raft.LogEntry;
import io.kedge.raft.Message;
import io.kedge.raft.RaftCore;
import io.kedge.raft.RaftOptions;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.Role;
import io.kedge.raft.SnapshotMark;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.InMemoryBackend;
import io.kedge.replica.backend.StoreImage;
import io.kedge.replica.backend.StoreIntake;
import io.kedge.replica.backend.StoreState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * One member of a {@link ReplicaCluster}: a replica whose log, store and network are steps that the test orders. What
 * is on its disk outlives {@link #crash}.
 */
final class ClusterNode {

    static final long MILLI = 1_000_000L;
    private static final int TURNS_MAX = 10_000;

    final long id;
    private final List<MemberInfo> bootMembers;
    private final ReplicaCluster cluster;
    private final BiConsumer<ClusterNode, Turn> listener;

    // The disk.
    Backend backend = new InMemoryBackend();
    final TreeMap<Long, LogEntry> log = new TreeMap<>();
    private long baseIndex;
    private HardState hardState = HardState.NONE;

    // The process.
    Replica replica;
    long nowNanos = 5_000 * MILLI;
    int lives;
    int installs;
    boolean removed;
    final ArrayDeque<Append> unwritten = new ArrayDeque<>();
    final ArrayDeque<Message.SnapshotOffer> offers = new ArrayDeque<>();
    FlushOrder flush;
    private boolean flushDone;
    private StoreIntake intake;
    private Stores installed;

    ClusterNode(long id, List<MemberInfo> bootMembers, ReplicaCluster cluster, BiConsumer<ClusterNode, Turn> listener) {
        this.id = id;
        this.bootMembers = bootMembers;
        this.cluster = cluster;
        this.listener = listener;
        start();
    }

    /** From what the disk holds, as a node's start does. */
    private void start() {
        lives++;
        StoreState state = backend.state();
        long applied = state.appliedIndex();
        LogEntry atApplied = log.get(applied);
        boolean fits = applied == baseIndex || atApplied != null && atApplied.term() == state.appliedTerm();
        if (!fits) {
            if (state.installedIndex() != applied) {
                throw new IllegalStateException("the log of " + id + " does not reach the store at " + applied);
            }
            log.clear();
            baseIndex = applied;
        }
        Configuration bootstrap = new Configuration(
                bootMembers.stream().map(MemberInfo::id).toList(), List.of(), List.of(), List.of(), false);
        RaftCore raft = new RaftCore(
                RaftOptions.builder(id, cluster.seed * 31 + id * 7 + lives)
                        .reserve(cluster.reserveEntries, 1 << 20)
                        .inflight(8, 1 << 16, 1 << 12)
                        .build(),
                new RecoveredLog(
                        hardState,
                        applied == 0 ? bootstrap : Configuration.decode(state.configuration()),
                        applied,
                        state.appliedTerm(),
                        List.copyOf(log.tailMap(applied, false).values()),
                        applied));
        ClusterOptions options =
                ClusterOptions.of(bootMembers, (id << 56) + lives * (1L << 44)).withRules(cluster.strict, 1);
        try {
            replica = Replica.open(cluster.options(id), options, raft, backend);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void crash() {
        unwritten.clear();
        offers.clear();
        flush = null;
        flushDone = false;
        intake = null;
        installed = null;
        start();
    }

    boolean leads() {
        return replica.raft().role() == Role.LEADER;
    }

    Turn turn(int keys) {
        Turn turn = replica.turn(keys);
        if (turn.append() != null) {
            unwritten.add(turn.append());
        }
        turn.messages().forEach(message -> cluster.send(message.to(), message));
        for (Forward forward : turn.peers().forwards()) {
            cluster.send(forward.to(), new ReplicaCluster.Forwarded(id, forward));
        }
        turn.peers().refusals().forEach(refusal -> cluster.send(refusal.to(), refusal));
        offers.addAll(turn.peers().snapshotOffers());
        removed |= turn.peers().removed();
        if (turn.flush() != null) {
            flush = turn.flush();
        }
        listener.accept(this, turn);
        return turn;
    }

    void tick(long millis) {
        nowNanos += millis * MILLI;
        replica.tick(nowNanos);
    }

    void receive(Object body) {
        if (body instanceof Message message) {
            replica.step(message);
        } else if (body instanceof ReplicaCluster.Forwarded f) {
            replica.proposeForwarded(
                    f.from(),
                    f.forward().term(),
                    f.forward().sequence(),
                    f.forward().command(),
                    nowNanos);
        } else if (body instanceof ForwardRefused refused) {
            replica.forwardRefused(refused.sequence(), refused.reason());
        }
    }

    /** Writes the oldest append and, unless the member dies before it hears of that, reports it. */
    void persistOne(boolean report) {
        Append append = unwritten.poll();
        if (append == null) {
            return;
        }
        SnapshotMark restored = append.restoredTo();
        if (restored != null) {
            log.clear();
            baseIndex = restored.index();
        }
        for (LogEntry entry : append.entries()) {
            log.tailMap(entry.index(), true).clear();
            log.put(entry.index(), entry);
        }
        if (append.hardState() != null) {
            hardState = append.hardState();
        }
        if (report) {
            append.messagesAfterDurable().forEach(message -> cluster.send(message.to(), message));
            replica.persisted(append.id());
        }
    }

    /** The first call writes the flush ordered, the next one reports it. */
    void flushStep() throws IOException {
        if (flush == null) {
            return;
        }
        if (!flushDone) {
            backend.flush(flush.state(), flush.records());
            flushDone = true;
        } else {
            flush = null;
            flushDone = false;
            replica.flushed();
        }
    }

    /** One step of fetching and installing what was offered; each may be the last before a crash. */
    void installStep(boolean fails) throws IOException {
        if (installed != null) {
            Stores loaded = installed;
            installed = null;
            installs++;
            replica.installed(loaded, nowNanos);
        } else if (intake != null) {
            if (flush != null) {
                return;
            }
            backend = intake.install();
            intake = null;
            installed = new Stores(backend, cluster.options(id), List.of());
        } else if (!offers.isEmpty()) {
            Message.SnapshotOffer offer = offers.poll();
            ClusterNode sender = cluster.nodes.get(offer.from());
            if (fails || sender == null || sender.backend.state().appliedIndex() < Math.max(1, offer.index())) {
                if (sender != null) {
                    sender.replica.requestFlush();
                }
                replica.installFailed();
                return;
            }
            StoreIntake fetched = fetch(sender.backend.pin());
            if (replica.beginInstall(fetched.state())) {
                intake = fetched;
            }
        }
    }

    private StoreIntake fetch(StoreImage image) throws IOException {
        StoreIntake fetched = backend.receive(image.manifest());
        for (StoreImage.File file : image.files()) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.sizeBytes());
            image.read(file, 0, bytes);
            fetched.write(file, bytes.flip());
        }
        return fetched;
    }

    boolean isBusy() {
        return !unwritten.isEmpty() || flush != null || intake != null || installed != null || !offers.isEmpty();
    }

    /** Runs until nothing is left that this member could do alone. */
    void settle() throws IOException {
        boolean more = true;
        for (int turns = 0; more; turns++) {
            if (turns > TURNS_MAX) {
                throw new AssertionError("member " + id + " does not come to rest: "
                        + replica.raft().status() + " reads " + replica.raft().hasOutput());
            }
            more = turn(1_000).moreWork() || isBusy();
            while (!unwritten.isEmpty()) {
                persistOne(true);
            }
            flushStep();
            installStep(false);
        }
    }

    /** What all members must agree on. */
    List<Object> state() {
        var reads = replica.stores().users().openReads();
        List<Object> state = new ArrayList<>();
        state.add(replica.appliedIndex());
        state.add(replica.stores().users().published());
        state.add(reads.hash(replica.stores().users().published()));
        reads.close();
        state.add(replica.stores().system().members().list());
        state.add(replica.raft().configuration());
        TreeMap<String, String> leases = new TreeMap<>();
        replica.stores()
                .system()
                .leases()
                .all()
                .forEach(lease -> leases.put(
                        Long.toString(lease.id()),
                        lease.ttlSeconds() + " " + lease.checkpointSeconds() + lease.keys()));
        state.add(leases);
        return state;
    }
}
