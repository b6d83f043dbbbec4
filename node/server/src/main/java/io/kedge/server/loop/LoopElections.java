/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import io.kedge.api.Cancellation;
import io.kedge.api.Elections;
import io.kedge.api.Kv;
import io.kedge.api.Leases;
import io.kedge.api.Reply;
import io.kedge.api.Watches;
import io.kedge.model.Caller;
import io.kedge.model.Compare;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import java.util.List;

/** Elections of one loop. */
final class LoopElections implements Elections {

    private final Kv kv;
    private final Leases leases;
    private final Watches watches;

    LoopElections(Kv kv, Leases leases, Watches watches) {
        this.kv = kv;
        this.leases = leases;
        this.watches = watches;
    }

    @Override
    public Cancellation campaign(Caller caller, Key name, long lease, byte[] value, Reply<Elected> reply) {
        Candidacy candidacy = new Candidacy(
                kv, leases, watches, caller, name, value, won -> elected(caller, name, value, won, reply), reply::fail);
        candidacy.start(lease);
        return candidacy;
    }

    private void elected(Caller caller, Key name, byte[] value, Candidacy won, Reply<Elected> reply) {
        LeaderKey leader = new LeaderKey(name, won.key(), won.ownRevision(), won.lease());
        Elected elected = new Elected(won.joinRevision(), leader);
        KeyValue existing = won.existing();
        if (existing == null || existing.compareValue(value) == 0) {
            reply.succeed(elected);
            return;
        }
        proclaim(caller, leader, value, reply.onSuccess(revision -> reply.succeed(elected)));
    }

    @Override
    public void proclaim(Caller caller, LeaderKey leader, byte[] value, Reply<Long> reply) {
        TxnOp put = PutRequest.of(leader.key(), value, leader.lease());
        guarded(caller, leader, put, reply.onSuccess(result -> {
            if (result.succeeded()) {
                reply.succeed(result.revision());
            } else {
                reply.fail(StatusCode.NOT_ELECTION_LEADER);
            }
        }));
    }

    @Override
    public void resign(Caller caller, LeaderKey leader, Reply<Long> reply) {
        TxnOp delete = new DeleteRangeRequest(KeyRange.single(leader.key()), false);
        guarded(caller, leader, delete, reply.onSuccess(result -> reply.succeed(result.revision())));
    }

    /** Does {@code op} if the leader's key is still the one it was elected with. */
    private void guarded(Caller caller, LeaderKey leader, TxnOp op, Reply<TxnResult> reply) {
        Compare same = Compare.number(leader.key(), Compare.Target.CREATE, Compare.Result.EQUAL, leader.revision());
        kv.txn(caller, new TxnRequest(List.of(same), List.of(op), List.of()), reply);
    }

    @Override
    public void leader(Caller caller, Key name, Reply<Leader> reply) {
        kv.range(caller, oldest(name), reply.onSuccess(found -> {
            if (found.kvs().isEmpty()) {
                reply.fail(StatusCode.NO_ELECTION_LEADER);
            } else {
                reply.succeed(new Leader(found.revision(), found.kvs().get(0)));
            }
        }));
    }

    static KeyRange candidates(Key name) {
        return KeyRange.prefix(name.concat(new byte[] {'/'}));
    }

    static RangeRequest oldest(Key name) {
        return RangeRequest.oldest(candidates(name));
    }

    @Override
    public Cancellation observe(Caller caller, Key name, Observer observer) {
        LeaderObserver following = new LeaderObserver(kv, watches, caller, name, observer);
        following.ask();
        return following;
    }
}
