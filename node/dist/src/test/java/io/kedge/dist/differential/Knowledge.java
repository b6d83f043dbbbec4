/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.kedge.dist.support.Outcome;
import io.kedge.grpc.proto.etcdserverpb.*;
import io.kedge.grpc.proto.mvccpb.KeyValue;
import io.kedge.grpc.proto.v3electionpb.CampaignResponse;
import io.kedge.grpc.proto.v3electionpb.LeaderKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What the generator has learnt from the reference's replies, so that its next requests mostly make sense. */
final class Knowledge {
    long revision = 1;
    long compactRevision;
    final TreeSet<Long> leases = new TreeSet<>();
    final Map<ByteString, KeyValue> keys = new HashMap<>();
    final List<List<Long>> watches = new ArrayList<>();
    final Map<Long, LeaderKey> leaders = new HashMap<>();

    Knowledge() {
        for (int i = 0; i < Side.STREAM_COUNT; i++) {
            watches.add(new ArrayList<>());
        }
    }

    void learn(Step step, Outcome outcome) {
        if (!outcome.ok()) {
            return;
        }
        revision = Math.max(revision, Canonical.revision(outcome.reply()));
        if (step instanceof Step.Call call) {
            learn(call.request(), outcome.reply());
        } else if (step instanceof Step.WatchCreate create) {
            WatchResponse created = (WatchResponse) outcome.reply();
            if (!created.getCanceled()) {
                watches.get(create.stream()).add(created.getWatchId());
            }
        } else if (step instanceof Step.WatchCancel cancel) {
            watches.get(cancel.stream()).remove(cancel.watchId());
        }
    }

    private void learn(Message request, Message reply) {
        if (reply instanceof RangeResponse range) {
            boolean current = ((RangeRequest) request).getRevision() <= 0;
            range.getKvsList().stream()
                    .filter(kv -> current && !kv.getKey().isEmpty())
                    .forEach(kv -> keys.put(kv.getKey(), kv));
        } else if (request instanceof CompactionRequest compaction) {
            compactRevision = compaction.getRevision();
        } else if (request instanceof LeaseGrantRequest grant) {
            leases.add(grant.getID());
        } else if (request instanceof LeaseRevokeRequest revoke) {
            leases.remove(revoke.getID());
        } else if (reply instanceof CampaignResponse campaign) {
            leaders.put(campaign.getLeader().getLease(), campaign.getLeader());
        }
    }
}
