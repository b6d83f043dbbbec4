/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.model.Event;
import io.kedge.model.LeaseGrant;
import io.kedge.model.LeaseRevoke;
import io.kedge.model.MemberChange;
import io.kedge.model.Operation;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnRequest;
import io.kedge.replica.Proposal;
import io.kedge.replica.ReadTicket;
import io.kedge.replica.RevisionEvents;
import io.kedge.replica.Turn;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What the node counts of its own work; a call costs one addition and makes no object. Any thread. */
public final class NodeCounts {

    final LongAdder ranges = new LongAdder();
    final LongAdder txns = new LongAdder();
    final LongAdder puts = new LongAdder();
    final LongAdder putBytes = new LongAdder();
    final LongAdder deletes = new LongAdder();
    final LongAdder events = new LongAdder();
    final LongAdder leasesGranted = new LongAdder();
    final LongAdder leasesRevoked = new LongAdder();
    final LongAdder leasesRenewed = new LongAdder();
    final LongAdder proposalsFailed = new LongAdder();
    final LongAdder readIndexesFailed = new LongAdder();
    final LongAdder slowTurns = new LongAdder();
    final LongAdder lateHeartbeats = new LongAdder();
    final LongAdder promotions = new LongAdder();
    final LongAdder healthy = new LongAdder();
    final LongAdder unhealthy = new LongAdder();

    /** A range was asked for, alone. */
    public void ranged() {
        ranges.increment();
    }

    /** A transaction without writes was asked for. */
    public void readTxn() {
        txns.increment();
    }

    public void leaseRenewed() {
        leasesRenewed.increment();
    }

    /** {@code /health} was asked for. */
    public void healthChecked(boolean well) {
        (well ? healthy : unhealthy).increment();
    }

    /** On the replica's loop, after each turn. */
    void applied(Turn turn) {
        for (Proposal proposal : turn.completed()) {
            completed(proposal);
        }
        for (ReadTicket ticket : turn.reads()) {
            if (ticket.failure() != null) {
                readIndexesFailed.increment();
            }
        }
        if (!turn.events().isEmpty()) {
            happened(turn.events());
        }
    }

    private void completed(Proposal proposal) {
        if (proposal.failure() == StatusCode.TIMEOUT) {
            proposalsFailed.increment();
        } else if (proposal.result() != null) {
            Operation operation = proposal.command().operation();
            if (operation instanceof TxnRequest) {
                txns.increment();
            } else if (operation instanceof LeaseGrant) {
                leasesGranted.increment();
            } else if (operation instanceof LeaseRevoke) {
                leasesRevoked.increment();
            } else if (operation instanceof MemberChange change && change.kind() == MemberChange.Kind.PROMOTE) {
                promotions.increment();
            }
        }
    }

    private void happened(List<RevisionEvents> revisions) {
        int all = 0;
        int deleted = 0;
        long bytes = 0;
        for (RevisionEvents revision : revisions) {
            all += revision.events().size();
            for (Event event : revision.events()) {
                if (event.isDelete()) {
                    deleted++;
                } else {
                    bytes += event.kv().wire().length;
                }
            }
        }
        events.add(all);
        deletes.add(deleted);
        puts.add(all - deleted);
        putBytes.add(bytes);
    }
}
