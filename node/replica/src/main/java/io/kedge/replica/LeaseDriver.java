/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Caller;
import io.kedge.model.Command;
import io.kedge.model.LeaseCheckpoint;
import io.kedge.model.LeaseRevoke;
import io.kedge.model.Operation;
import io.kedge.model.StatusCode;
import io.kedge.model.format.CommandCodec;
import io.kedge.replica.lease.Lease;
import io.kedge.replica.lease.LeaseClock;
import io.kedge.replica.lease.LeaseTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The leader's duties towards leases: answering for them, expiring them, logging the remaining time of long ones. A
 * lease ends only after leadership was confirmed while it was due: a leader that was paused first hears whether it has
 * been replaced, and takes the renewals that came in meanwhile. Replica thread.
 */
final class LeaseDriver {

    private static final int EXPIRIES_PER_TICK_MAX = 250;
    private static final int LEASES_PER_CHECKPOINT = 1_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private LeaseTable table;
    private final LeaseClock clock = new LeaseClock();
    private final ReplicaOptions options;
    private final Predicate<Proposal> propose;

    private boolean leading;
    private long nextCheckpointNanos;
    private long lastTickNanos;
    private long expired;
    private @Nullable ExpiryRound round;

    /** {@code propose} says whether this member's log has taken the proposal. */
    LeaseDriver(LeaseTable table, ReplicaOptions options, Predicate<Proposal> propose) {
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

    /**
     * The leader's own first entry is applied, and with it all that earlier leaders did: time starts for all leases,
     * with an election timeout of grace, during which nobody could renew them.
     */
    void startLeading(long nowNanos) {
        leading = true;
        nextCheckpointNanos = nowNanos + options.checkpointIntervalNanos();
        lastTickNanos = nowNanos;
        table.takeAdded();
        clock.start(table.all(), nowNanos, options.electionTimeoutNanos());
    }

    void stopLeading() {
        leading = false;
        round = null;
        clock.stop();
    }

    /** Other leases took the place of those known so far. */
    void replaced(LeaseTable by) {
        stopLeading();
        table = by;
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

    /**
     * Answers a call after leadership was confirmed.
     *
     * @param done takes it, at once or when the clearing of a checkpoint is in the log
     */
    void answer(LeaseCall call, long revision, long nowNanos, Consumer<LeaseCall> done) {
        Lease lease = table.get(call.leaseId());
        boolean renews = call.kind() == LeaseCall.Kind.RENEW;
        if (lease == null || lease.isEnding()) {
            call.answer(revision, renews ? 0 : -1, 0, List.of());
            done.accept(call);
            return;
        }
        if (!renews) {
            call.answer(
                    revision,
                    clock.remainingSeconds(lease, nowNanos),
                    lease.ttlSeconds(),
                    call.withKeys() ? List.copyOf(lease.keys()) : List.of());
            done.accept(call);
            return;
        }
        clock.renewed(lease, nowNanos);
        call.answer(revision, lease.ttlSeconds(), lease.ttlSeconds(), List.of());
        if (!lease.hasCheckpoint()) {
            done.accept(call);
            return;
        }
        Command command = clearing(lease);
        if (!propose.test(new ClearingProposal(command, CommandCodec.encode(command), call, done))) {
            call.fail(StatusCode.TOO_MANY_REQUESTS);
            done.accept(call);
        }
    }

    /**
     * {@code certain}: leadership needs no round.
     *
     * @return a round to be confirmed and given to {@link #confirmed}, or null
     */
    @Nullable
    ExpiryRound tick(long nowNanos, boolean certain) {
        if (!leading) {
            return null;
        }
        // After a pause, keep-alives that arrived meanwhile are taken first: expiry waits for the next tick.
        boolean paused = nowNanos - lastTickNanos > options.electionTimeoutNanos();
        lastTickNanos = nowNanos;
        if (nowNanos - nextCheckpointNanos >= 0) {
            nextCheckpointNanos = nowNanos + options.checkpointIntervalNanos();
            checkpoint(nowNanos);
        }
        boolean asked = round != null && round.failure() == null;
        if (paused || asked || !clock.hasDue(nowNanos, table)) {
            return null;
        }
        if (certain) {
            expire(nowNanos);
            return null;
        }
        round = new ExpiryRound();
        return round;
    }

    /** The round is over; {@code leads}: this member was the leader after it had begun. */
    void confirmed(ReadTicket over, boolean leads, long nowNanos) {
        if (over == round) {
            round = null;
            if (leads && leading) {
                expire(nowNanos);
            }
        }
    }

    private void expire(long nowNanos) {
        for (Lease lease : clock.due(nowNanos, EXPIRIES_PER_TICK_MAX, table)) {
            if (propose.test(proposal(new LeaseRevoke(lease.id(), true)))) {
                clock.proposed(lease, nowNanos);
                expired++;
            } else {
                clock.retry(lease, nowNanos);
            }
        }
    }

    private void checkpoint(long nowNanos) {
        long intervalSeconds = options.checkpointIntervalNanos() / NANOS_PER_SECOND;
        List<Lease> batch = new ArrayList<>();
        for (Lease lease : table.all()) {
            long remaining = clock.remainingSeconds(lease, nowNanos);
            if (lease.ttlSeconds() > intervalSeconds && remaining > 0 && remaining < lease.ttlSeconds()) {
                batch.add(lease);
            }
            if (batch.size() == LEASES_PER_CHECKPOINT) {
                if (!proposeCheckpoint(batch, nowNanos)) {
                    return;
                }
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            proposeCheckpoint(batch, nowNanos);
        }
    }

    /** A checkpoint that is not taken is made up for by the next one: leases only get longer by it. */
    private boolean proposeCheckpoint(List<Lease> leases, long nowNanos) {
        List<LeaseCheckpoint.Remaining> remaining = new ArrayList<>(leases.size());
        for (Lease lease : leases) {
            remaining.add(new LeaseCheckpoint.Remaining(lease.id(), clock.remainingSeconds(lease, nowNanos)));
        }
        if (!propose.test(proposal(new LeaseCheckpoint(remaining)))) {
            return false;
        }
        leases.forEach(Lease::checkpointProposed);
        return true;
    }

    /** The command that makes a lease's whole TTL count again at the next leader. */
    static Command clearing(Lease lease) {
        return Command.of(Caller.NODE, new LeaseCheckpoint(List.of(new LeaseCheckpoint.Remaining(lease.id(), 0))));
    }

    private static Proposal proposal(Operation operation) {
        Command command = Command.of(Caller.NODE, operation);
        return new Proposal(command, CommandCodec.encode(command)) {
            @Override
            boolean isWaitedFor() {
                return false;
            }
        };
    }
}
