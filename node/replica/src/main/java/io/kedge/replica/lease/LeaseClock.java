/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The leader's half of the leases: when each ends by the leader's monotonic clock. A renewal only moves the lease's
 * deadline; the queue's entry is put right when it comes up, so that keep-alives cost nothing here.
 *
 * <p>Invariant: every lease has exactly one entry, at or before its deadline, or, while its revocation is in the log,
 * at the time when that is tried again. Replica thread.
 */
public final class LeaseClock {

    private record Due(long nanos, Lease lease) {}

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** A revocation may be refused when it is applied, as by an alarm; repeating one that was not is harmless. */
    private static final long REVOKE_AGAIN_NANOS = 5 * NANOS_PER_SECOND;

    private final PriorityQueue<Due> queue = new PriorityQueue<>((a, b) -> Long.compare(a.nanos - b.nanos, 0));

    /** Starts anew as leader: each lease has its remaining time plus {@code extraNanos}, never less. */
    public void start(Iterable<Lease> leases, long nowNanos, long extraNanos) {
        queue.clear();
        for (Lease lease : leases) {
            long seconds = lease.checkpointSeconds() > 0 ? lease.checkpointSeconds() : lease.ttlSeconds();
            lease.forgetProposed();
            lease.renewUntil(nowNanos + seconds * NANOS_PER_SECOND + extraNanos);
            queue.add(new Due(lease.deadlineNanos(), lease));
        }
    }

    public void stop() {
        queue.clear();
    }

    public void granted(Lease lease, long nowNanos) {
        lease.renewUntil(nowNanos + lease.ttlSeconds() * NANOS_PER_SECOND);
        queue.add(new Due(lease.deadlineNanos(), lease));
    }

    public void renewed(Lease lease, long nowNanos) {
        lease.renewUntil(nowNanos + lease.ttlSeconds() * NANOS_PER_SECOND);
    }

    /** Remaining time in whole seconds, rounded down, never negative. */
    public long remainingSeconds(Lease lease, long nowNanos) {
        return Math.max(0, (lease.deadlineNanos() - nowNanos) / NANOS_PER_SECOND);
    }

    /** Whether a lease has run out. */
    public boolean hasDue(long nowNanos, LeaseTable table) {
        Due head = queue.peek();
        while (head != null && head.nanos - nowNanos <= 0) {
            if (table.get(head.lease.id()) != head.lease) {
                queue.poll();
            } else if (head.lease.deadlineNanos() - nowNanos > 0) {
                queue.poll();
                queue.add(new Due(head.lease.deadlineNanos(), head.lease));
            } else {
                return true;
            }
            head = queue.peek();
        }
        return false;
    }

    /**
     * Up to {@code max} leases that have run out, marked as ending; for each the caller says {@link #proposed} or
     * {@link #retry}.
     */
    public List<Lease> due(long nowNanos, int max, LeaseTable table) {
        List<Lease> due = new ArrayList<>(0);
        while (due.size() < max) {
            Due head = queue.peek();
            if (head == null || head.nanos - nowNanos > 0) {
                break;
            }
            queue.poll();
            Lease lease = head.lease;
            if (table.get(lease.id()) != lease) {
                continue;
            }
            if (lease.deadlineNanos() - nowNanos > 0) {
                queue.add(new Due(lease.deadlineNanos(), lease));
            } else {
                lease.setEnding(true);
                due.add(lease);
            }
        }
        return due;
    }

    /** The revocation of an ending lease is in the log: it comes up again if that does not end it. */
    public void proposed(Lease lease, long nowNanos) {
        queue.add(new Due(nowNanos + REVOKE_AGAIN_NANOS, lease));
    }

    /** The revocation of an ending lease did not make it into the log: it comes up again. */
    public void retry(Lease lease, long nowNanos) {
        lease.setEnding(false);
        queue.add(new Due(nowNanos, lease));
    }
}
