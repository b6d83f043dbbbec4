/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.disk.Disk;
import io.kedge.model.MemberInfo;
import io.kedge.raft.Append;
import io.kedge.raft.Message;
import io.kedge.raft.RaftCore;
import io.kedge.raft.RaftOptions;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.Role;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.ClusterOptions;
import io.kedge.replica.FlushOrder;
import io.kedge.replica.Forward;
import io.kedge.replica.ForwardRefused;
import io.kedge.replica.Proposal;
import io.kedge.replica.ReadTicket;
import io.kedge.replica.Replica;
import io.kedge.replica.ReplicaOptions;
import io.kedge.replica.Turn;
import io.kedge.simulator.net.Actor;
import io.kedge.simulator.net.Swarm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One member: the shipped replica, whose threads are events of the schedule. Its loop and its disk are two actors, so
 * that either can stand still or be cut off at any boundary between two outputs. What is on the disk outlives
 * {@link #crash}. Open to be broken for the proof of the proof.
 */
class ClusterMember {

    static final long MILLI = 1_000_000L;
    private static final int PENDING_MAX = 500;

    /** A write that its origin sent to the leader. */
    record Forwarded(long from, Forward forward) {}

    /** What a turn hands to a disk or a network, or what happens to a member. */
    interface Happening {
        void run() throws IOException;
    }

    final long id;
    final ClusterWorld world;
    final SplittableRandom random;
    final MemberDisk disk;
    private final List<MemberInfo> bootMembers;
    private final MemberWatch watch;
    private int life;
    private boolean running;
    private boolean gone;
    private Replica replica;
    private Actor loop;
    private Actor writer;

    private final ArrayDeque<Append> unwritten = new ArrayDeque<>();
    private long releaseBefore;
    private boolean writing;
    private boolean turning;
    private @Nullable FlushOrder flush;
    /** Durable, but the replica has not heard of it yet. */
    private @Nullable FlushOrder flushedUnheard;

    private ImageFetch fetch;

    /** @param bootMembers empty for one that joins */
    ClusterMember(long id, List<MemberInfo> bootMembers, ClusterWorld world, SplittableRandom random)
            throws IOException {
        this.id = id;
        this.bootMembers = List.copyOf(bootMembers);
        this.world = world;
        this.random = random;
        this.disk = new MemberDisk(id, random.split(), this::wrap);
        this.watch = new MemberWatch(this);
        this.loop = world.schedule().actor("m" + id);
        this.writer = loop;
        this.replica = open();
        this.fetch = new ImageFetch(this, options());
        begin();
    }

    final ReplicaOptions options() {
        return ReplicaOptions.builder(id)
                .memory(world.plan().memtableBytes(), 4_000)
                .pending(PENDING_MAX, PENDING_MAX)
                .checkpointIntervalNanos(5_000 * MILLI)
                .build();
    }

    private Replica open() throws IOException {
        life++;
        List<Long> voters = bootMembers.stream().map(MemberInfo::id).toList();
        RecoveredLog found = disk.recover(new Configuration(voters, List.of(), List.of(), List.of(), false));
        RaftCore raft = new RaftCore(
                RaftOptions.builder(id, random.nextLong())
                        .reserve(world.plan().reserveEntries(), 1 << 20)
                        .inflight(8, 1 << 16, 1 << 12)
                        .build(),
                found);
        ClusterOptions cluster = ClusterOptions.of(bootMembers, random.nextLong() >>> 1)
                .withRules(world.plan().strict(), 1);
        return Replica.open(options(), cluster, raft, disk.backend);
    }

    private void begin() {
        running = true;
        loop = world.schedule().actor("m" + id + "." + life);
        writer = world.schedule().actor("d" + id + "." + life);
        fetch = new ImageFetch(this, options());
        loop.every(100 * MILLI + random.nextLong(MILLI), "tick", () -> input(() -> replica.tick(now())));
        watch.observe();
    }

    /** From what the disk holds. */
    final void restart() throws IOException {
        disk.powerOn();
        replica = open();
        begin();
        world.note("m" + id + " is back, at entry " + replica.appliedIndex() + " of term "
                + replica.raft().term());
    }

    final void crash() throws IOException {
        end();
        List<MemberDisk.Deed> deeds = new ArrayList<>();
        if (!unwritten.isEmpty()) {
            List<Append> batch = List.copyOf(unwritten).subList(0, 1 + random.nextInt(unwritten.size()));
            deeds.add(() -> disk.writeUnheard(batch));
        }
        FlushOrder order = flush;
        if (order != null && order != flushedUnheard && !fetch.isInstalling()) {
            deeds.add(() -> disk.backend.flush(order.state(), order.records()));
        }
        disk.crash(disk.isBroken() ? List.of() : deeds);
        unwritten.clear();
        releaseBefore = 0;
        writing = false;
        turning = false;
        flush = null;
    }

    private void end() {
        running = false;
        loop.end();
        writer.end();
        world.ended(this);
    }

    /** Stops for good. */
    final void leave() throws IOException {
        gone = true;
        if (running) {
            end();
            disk.close();
        }
    }

    final boolean isRunning() {
        return running;
    }

    final boolean isGone() {
        return gone;
    }

    final boolean isPaused() {
        return loop.isPaused();
    }

    final boolean takesRequests() {
        return running && !loop.isPaused();
    }

    final Actor loop() {
        return loop;
    }

    final Actor writer() {
        return writer;
    }

    final int life() {
        return life;
    }

    final Replica replica() {
        return replica;
    }

    final long now() {
        return world.schedule().nowNanos() + 1_000 * MILLI;
    }

    final boolean leads() {
        return running && replica.raft().role() == Role.LEADER;
    }

    final int pendingMax() {
        return PENDING_MAX;
    }

    final boolean isFlushing() {
        return flush != null;
    }

    // What may come in.

    final void propose(Proposal proposal) {
        input(() -> replica.propose(proposal, now()));
    }

    void read(ReadTicket ticket) {
        input(() -> replica.read(ticket));
    }

    /** From the network; waits while this member stands still. */
    final void receive(Object body) {
        if (!running) {
            return;
        }
        if (loop.isPaused()) {
            loop.after(0, "receive", () -> input(() -> take(body)));
        } else {
            input(() -> take(body));
        }
    }

    private void take(Object body) {
        if (body instanceof Message message) {
            replica.step(message);
        } else if (body instanceof Forwarded sent) {
            Forward forward = sent.forward();
            replica.proposeForwarded(sent.from(), forward.term(), forward.sequence(), forward.command(), now());
        } else if (body instanceof ForwardRefused refused) {
            replica.forwardRefused(refused.sequence(), refused.reason());
        }
    }

    /** Something happens to the replica; then it has a turn. Commitment is judged by the voters of before the turn. */
    final void input(Happening happening) {
        try {
            replica.at(now());
            long committed = replica.raft().commitIndex();
            happening.run();
            if (replica.raft().commitIndex() != committed) {
                watch.observe();
            }
            turn();
        } catch (IOException | UncheckedIOException e) {
            haltOn(e);
        }
    }

    /** A failed disk ends this member; without one it is a bug. */
    private void haltOn(Exception failure) {
        if (!disk.isBroken()) {
            throw new AssertionError(failure);
        }
        world.diskFailed(this);
    }

    private void turn() {
        Turn turn = replica.turn(1 + random.nextInt(3));
        Append append = turn.append();
        if (append != null) {
            handedOver(append);
        }
        turn.messages().forEach(this::send);
        for (Forward forward : turn.peers().forwards()) {
            world.send(id, forward.to(), new Forwarded(id, forward));
        }
        turn.peers().refusals().forEach(refusal -> world.send(id, refusal.to(), refusal));
        turn.peers().snapshotOffers().forEach(fetch::offered);
        FlushOrder ordered = turn.flush();
        if (ordered != null) {
            flush = ordered;
            writer.after(diskTime() * 2, "flush", () -> flush(ordered));
        }
        if (turn.releaseLogBefore() > 0) {
            long covered = disk.backend.state().appliedIndex();
            world.invariants().releases(id, turn.releaseLogBefore(), covered);
            releaseBefore = turn.releaseLogBefore();
            write();
        }
        if (turn.mergeWanted()) {
            writer.after(diskTime(), "merge", this::merge);
        }
        watch.observe();
        world.turned(this, turn);
        if (turn.moreWork() && !turning) {
            turning = true;
            loop.after(random.nextLong(MILLI / 2), "turn", () -> {
                turning = false;
                turn();
            });
        }
    }

    final void send(Message message) {
        watch.promise(message);
        if (!world.send(id, message.to(), message)) {
            replica.unreachable(message.to());
        }
    }

    // The disk's work.

    final long diskTime() {
        return Swarm.exponential(world.plan().diskNanos(), random);
    }

    private void write() {
        if (!writing) {
            writing = true;
            writer.after(diskTime(), "write", this::written);
        }
    }

    /** All that waits, as one batch with one force; its report is another event. */
    private void written() {
        writing = false;
        List<Append> batch = new ArrayList<>();
        unwritten.forEach(append -> batch.add(onDisk(append)));
        List<Append> told = List.copyOf(unwritten);
        unwritten.clear();
        if (!works(() -> disk.write(batch, releaseBefore))) {
            return;
        }
        releaseBefore = 0;
        if (!told.isEmpty()) {
            loop.after(random.nextLong(MILLI / 10), "persisted", () -> input(() -> told.forEach(this::report)));
        }
    }

    /** The append is durable. */
    final void report(Append append) {
        append.messagesAfterDurable().forEach(this::send);
        replica.persisted(append.id());
    }

    /** Lets the disk do something; false if it failed at it: then this member has come to its end. */
    final boolean works(Happening deed) {
        try {
            deed.run();
            return true;
        } catch (IOException | UncheckedIOException e) {
            haltOn(e);
            return false;
        }
    }

    private void flush(FlushOrder order) {
        if (!works(() -> disk.backend.flush(order.state(), order.records()))) {
            return;
        }
        world.totals().flushes++;
        flushedUnheard = order;
        loop.after(
                random.nextLong(MILLI / 10),
                "flushed",
                () -> input(() -> {
                    flush = null;
                    disk.durable.covered(order.state().appliedIndex());
                    replica.flushed();
                }));
    }

    private void merge() {
        if (!fetch.isInstalling()) {
            works(() -> disk.backend.merge(replica.stores(), random.nextInt(3) == 0));
        }
    }

    // Where a mutant differs.

    Disk wrap(Disk whole) {
        return whole;
    }

    void handedOver(Append append) {
        unwritten.add(append);
        write();
    }

    Append onDisk(Append append) {
        return append;
    }
}
