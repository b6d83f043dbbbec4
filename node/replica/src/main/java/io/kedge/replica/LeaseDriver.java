/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Caller;
import io.kedge.model.Command;
import io.kedge.model.LeaseCheckpoint;
import io.kedge.model.LeaseRevoke;
import io.kedge.model.format.CommandCodec;
import io.kedge.replica.lease.Lease;
import io.kedge.replica.lease.LeaseClock;
import io.kedge.replica.lease.LeaseTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The leader's duties towards leases: expiring them and logging the remaining time of long ones. Replica thread. */
final class LeaseDriver {

    private static final int EXPIRIES_PER_TICK_MAX = 250;
    private static final int LEASES_PER_CHECKPOINT = 1_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final LeaseTable table;
    private final LeaseClock clock = new LeaseClock();
    private final ReplicaOptions options;
    private final ToLongFunction<Proposal> propose;

    private boolean leading;
    private long nextCheckpointNanos;
    private long lastTickNanos;
    private long expired;

    /** {@code propose} gives the index, or a negative number if the proposal was not taken. */
    LeaseDriver(LeaseTable table, ReplicaOptions options, ToLongFunction<Proposal> propose) {
        this.table = table;
        this.options = options;
        this.propose = propose;
    }

    boolean isLeading() {
        return leading;
    }

    long expiredCount() {
        return expired;
    }

    /** The leader's own first entry is applied: time starts for all leases, with an election timeout of grace. */
    void startLeading(long nowNanos, boolean afterOtherLeader) {
        leading = true;
        nextCheckpointNanos = nowNanos + options.checkpointIntervalNanos();
        lastTickNanos = nowNanos;
        table.takeAdded();
        clock.start(table.all(), nowNanos, afterOtherLeader ? options.electionTimeoutNanos() : 0);
    }

    void stopLeading() {
        leading = false;
        clock.stop();
    }

    /**
     * Starts the clocks of the leases granted since the last call, whether or not anybody still waits for the reply.
     */
    void takeGranted(long nowNanos) {
        for (Lease lease : table.takeAdded()) {
            if (leading) {
                clock.granted(lease, nowNanos);
            }
        }
    }

    void renew(Lease lease, long nowNanos) {
        clock.renewed(lease, nowNanos);
    }

    long remainingSeconds(Lease lease, long nowNanos) {
        return clock.remainingSeconds(lease, nowNanos);
    }

    void tick(long nowNanos) {
        if (!leading) {
            return;
        }
        // After a pause, keep-alives that arrived meanwhile are taken first: expiry waits for the next tick.
        boolean paused = nowNanos - lastTickNanos > options.electionTimeoutNanos();
        lastTickNanos = nowNanos;
        if (paused) {
            return;
        }
        for (Lease lease : clock.due(nowNanos, EXPIRIES_PER_TICK_MAX, table)) {
            if (propose.applyAsLong(proposal(new LeaseRevoke(lease.id(), true))) < 0) {
                clock.retry(lease, nowNanos);
            } else {
                clock.proposed(lease, nowNanos);
                expired++;
            }
        }
        if (nowNanos - nextCheckpointNanos >= 0) {
            nextCheckpointNanos = nowNanos + options.checkpointIntervalNanos();
            checkpoint(nowNanos);
        }
    }

    private void checkpoint(long nowNanos) {
        long intervalSeconds = options.checkpointIntervalNanos() / NANOS_PER_SECOND;
        List<LeaseCheckpoint.Remaining> batch = new ArrayList<>();
        for (Lease lease : table.all()) {
            long remaining = clock.remainingSeconds(lease, nowNanos);
            if (lease.ttlSeconds() <= intervalSeconds || remaining == 0 || remaining >= lease.ttlSeconds()) {
                continue;
            }
            batch.add(new LeaseCheckpoint.Remaining(lease.id(), remaining));
            if (batch.size() == LEASES_PER_CHECKPOINT) {
                if (!proposeCheckpoint(batch)) {
                    return;
                }
                batch = new ArrayList<>();
            }
        }
        if (!batch.isEmpty()) {
            proposeCheckpoint(batch);
        }
    }

    /** A checkpoint that is not taken is made up for by the next one: leases only get longer by it. */
    private boolean proposeCheckpoint(List<LeaseCheckpoint.Remaining> batch) {
        return propose.applyAsLong(proposal(new LeaseCheckpoint(batch))) >= 0;
    }

    static Proposal proposal(io.kedge.model.Operation operation) {
        Command command = Command.of(Caller.NODE, operation);
        return new Proposal(command, CommandCodec.encode(command));
    }
}
