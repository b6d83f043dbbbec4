/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import io.kedge.benchmarks.load.Generator;
import io.kedge.grpc.proto.etcdserverpb.StatusResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A cluster of a candidate's members on loopback, each with its own directory on the same disk. */
final class RunningCluster implements Subject {

    private static final long SEED = 1;
    private static final double LEADER_SECONDS_MAX = 60;
    private static final long PAUSE_NANOS = 20_000_000;

    private final Candidate candidate;
    private final Children children;
    private final Path directory;
    private final List<ClusterMember> members = new ArrayList<>();
    private final double readySeconds;

    /** Starts {@code size} members at once and waits until all are healthy. */
    RunningCluster(Candidate candidate, Children children, Path workDirectory, int size) throws IOException {
        this.candidate = candidate;
        this.children = children;
        directory = children.directory(workDirectory, "kedge-bench-");
        for (int i = 1; i <= size; i++) {
            members.add(new ClusterMember(candidate, children, directory, "m" + i));
        }
        long begin = System.nanoTime();
        try {
            for (ClusterMember member : members) {
                member.start(initialCluster(), "new");
            }
            for (ClusterMember member : members) {
                member.awaitHealthy();
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        readySeconds = (System.nanoTime() - begin) / 1e9;
    }

    @Override
    public double readySeconds() {
        return readySeconds;
    }

    /** What a member is started with that knows all of them. */
    String initialCluster() {
        return members.stream().map(ClusterMember::nameAndUrl).collect(Collectors.joining(","));
    }

    List<ClusterMember> members() {
        return List.copyOf(members);
    }

    /** A further member, not started. */
    ClusterMember another() throws IOException {
        ClusterMember member = new ClusterMember(candidate, children, directory, "m" + (members.size() + 1));
        members.add(member);
        return member;
    }

    /** The member that all name as their leader; waits until all answer and agree. */
    ClusterMember leader() throws IOException {
        long deadline = System.nanoTime() + (long) (LEADER_SECONDS_MAX * TimeUnit.SECONDS.toNanos(1));
        while (System.nanoTime() < deadline) {
            ClusterMember leader = leaderNow();
            if (leader != null) {
                return leader;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IOException(candidate.label() + ": no leader that all members know");
    }

    private @Nullable ClusterMember leaderNow() {
        Map<Long, ClusterMember> byId = new HashMap<>();
        Set<Long> named = new HashSet<>();
        try {
            for (ClusterMember member : members) {
                StatusResponse status = member.status();
                byId.put(status.getHeader().getMemberId(), member);
                named.add(status.getLeader());
            }
        } catch (IOException e) {
            return null;
        }
        return named.size() == 1 ? byId.get(named.iterator().next()) : null;
    }

    List<ClusterMember> followers() throws IOException {
        ClusterMember leader = leader();
        return members.stream().filter(member -> member != leader).toList();
    }

    /** Load on every member; the first connections go to followers. */
    Generator everyone() throws IOException {
        ClusterMember leader = leader();
        return on(members.stream()
                .sorted(Comparator.comparing(member -> member == leader))
                .toList());
    }

    /** Load on some members; CPU is that of the whole cluster. */
    Generator on(List<ClusterMember> targets) {
        return new Generator(
                targets.stream().map(ClusterMember::address).toList(),
                members.stream().map(ClusterMember::pid).toList(),
                SEED);
    }

    @Override
    public void close() {
        members.forEach(ClusterMember::stop);
        children.delete(directory);
    }
}
