/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.replica.Turn;
import io.kedge.simulator.net.Swarm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What befalls members: power loss, standing still, disks that stand still; as much of it as the plan has. */
final class Chaos {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    /** Of the turns with something to write, those after which the power goes before anything else happens. */
    private static final int CRASH_ONE_WRITE_IN = 500;

    private final ClusterWorld world;
    private final SplittableRandom random;
    private final TreeMap<Long, ClusterMember> members;
    private boolean ended;

    Chaos(ClusterWorld world, SplittableRandom random, TreeMap<Long, ClusterMember> members) {
        this.world = world;
        this.random = random;
        this.members = members;
    }

    void start() {
        world.schedule().after(random.nextLong(2 * SECOND), "chaos", () -> {
            if (!ended) {
                strike();
                start();
            }
        });
    }

    /** Nothing more begins; who was struck recovers as it would. */
    void end() {
        ended = true;
    }

    private void strike() {
        List<ClusterMember> running =
                members.values().stream().filter(ClusterMember::isRunning).toList();
        if (running.isEmpty()) {
            return;
        }
        ClusterMember victim = running.get(random.nextInt(running.size()));
        long length = Swarm.logUniform(50 * MILLI, 5 * SECOND, random);
        int choice = random.nextInt(7);
        if (choice < 2 && world.plan().crashes()) {
            crash(victim);
        } else if (choice == 2 && world.plan().pauses()) {
            world.note("m" + victim.id + " stands still for " + length / MILLI + " ms");
            victim.loop().pause(length);
        } else if (choice == 3 && world.plan().stalls()) {
            world.note("m" + victim.id + "'s disk stands still for " + length / MILLI + " ms");
            victim.writer().pause(length);
        } else if (choice == 4 && world.plan().breaks()) {
            world.note("m" + victim.id + "'s disk is about to break");
            victim.disk.breakSoon();
        }
    }

    void turned(ClusterMember member, Turn turn) {
        int life = member.life();
        if (turn.peers().removed()) {
            leaveWhenKnown(member, member.replica().appliedIndex());
        } else if (!ended
                && world.plan().crashes()
                && (turn.append() != null || turn.flush() != null)
                && random.nextInt(CRASH_ONE_WRITE_IN) == 0) {
            world.schedule().after(0, "power off", () -> {
                if (member.isRunning() && member.life() == life) {
                    crash(member);
                }
            });
        }
    }

    /**
     * Who is removed stays until those who stay cannot forget it: one of two that was not told, or has lost what it was
     * told with its power, still needs the vote of the other.
     */
    private void leaveWhenKnown(ClusterMember member, long index) {
        Collection<Long> voters = member.replica().raft().configuration().voters();
        world.schedule().after(random.nextLong(SECOND), "leaves", () -> {
            long known = voters.stream()
                    .map(world::member)
                    // Of one without power nobody knows yet what its disk has kept.
                    .filter(other -> other != null && other.isRunning() && other.disk.hasHeardOfCommit(index))
                    .count();
            if (2 * known > voters.size()) {
                leave(member);
            } else {
                leaveWhenKnown(member, index);
            }
        });
    }

    private static void leave(ClusterMember member) {
        try {
            member.leave();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A member whose disk has failed stands still for good; another start finds the disk in order. */
    void halted(ClusterMember member) {
        world.totals().halts++;
        crash(member);
    }

    private void crash(ClusterMember member) {
        world.note("m" + member.id + " loses its power");
        world.totals().crashes++;
        try {
            member.crash();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        world.schedule().after(1 + random.nextLong(3 * SECOND), "restart " + member.id, () -> {
            try {
                if (!member.isRunning() && !member.isGone()) {
                    member.restart();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
