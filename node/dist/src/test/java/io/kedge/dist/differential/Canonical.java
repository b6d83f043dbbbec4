/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.kedge.dist.support.Outcome;
import io.kedge.grpc.proto.etcdserverpb.*;
import io.kedge.grpc.proto.mvccpb.KeyValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Replies without what may differ between two servers that behave alike: cluster and member id, term, hashes, seconds
 * that passed, and every order that the interface leaves open.
 */
final class Canonical {
    private static final Comparator<ByteString> BY_BYTES = ByteString.unsignedLexicographicalComparator();

    private Canonical() {}

    static Message of(Message request, Message reply) {
        return withoutIds(orderless(request, reply));
    }

    /** The header's revision, or 0. */
    static long revision(Message reply) {
        FieldDescriptor header = reply.getDescriptorForType().findFieldByName("header");
        return header == null ? 0 : ((ResponseHeader) reply.getField(header)).getRevision();
    }

    private static Message withoutIds(Message reply) {
        FieldDescriptor field = reply.getDescriptorForType().findFieldByName("header");
        if (field == null || !reply.hasField(field)) {
            return reply;
        }
        ResponseHeader header = (ResponseHeader) reply.getField(field);
        boolean idsSet = header.getClusterId() != 0 && header.getMemberId() != 0 && header.getRaftTerm() != 0;
        ResponseHeader kept = ResponseHeader.newBuilder()
                .setRevision(header.getRevision())
                .setClusterId(idsSet ? 1 : 0)
                .build();
        return reply.toBuilder().setField(field, kept).build();
    }

    private static Message orderless(Message request, Message reply) {
        if (request instanceof RangeRequest range) {
            return range(range, (RangeResponse) reply);
        } else if (request instanceof TxnRequest txn) {
            return txn(txn, (TxnResponse) reply);
        } else if (reply instanceof LeaseTimeToLiveResponse lease) {
            return timeToLive(lease);
        } else if (reply instanceof LeaseLeasesResponse leases) {
            List<LeaseStatus> sorted = new ArrayList<>(leases.getLeasesList());
            sorted.sort(Comparator.comparingLong(LeaseStatus::getID));
            return leases.toBuilder().clearLeases().addAllLeases(sorted).build();
        } else if (reply instanceof AlarmResponse alarms) {
            List<AlarmMember> sorted = new ArrayList<>(alarms.getAlarmsList());
            sorted.sort(Comparator.comparingLong(AlarmMember::getMemberID).thenComparing(AlarmMember::getAlarm));
            return alarms.toBuilder().clearAlarms().addAllAlarms(sorted).build();
        } else if (reply instanceof HashKVResponse hash) {
            return hash.toBuilder().setHash(hash.getHash() == 0 ? 0 : 1).build();
        } else if (reply instanceof HashResponse hash) {
            return hash.toBuilder().setHash(hash.getHash() == 0 ? 0 : 1).build();
        } else if (reply instanceof StatusResponse status) {
            return status(status);
        } else if (reply instanceof MemberListResponse members) {
            return members(members);
        }
        return reply;
    }

    /** Only what is right in the same way on every server: a leader, an applied log, a size; and the errors. */
    private static StatusResponse status(StatusResponse status) {
        boolean sound = status.getLeader() == status.getHeader().getMemberId()
                && status.getRaftTerm() == status.getHeader().getRaftTerm()
                && status.getRaftAppliedIndex() > 0
                && status.getRaftIndex() >= status.getRaftAppliedIndex()
                && status.getDbSizeInUse() > 0
                && status.getDbSize() >= status.getDbSizeInUse();
        return StatusResponse.newBuilder()
                .setHeader(status.getHeader())
                .addAllErrors(status.getErrorsList().stream().sorted().toList())
                .setIsLearner(status.getIsLearner())
                .setVersion(sound ? "sound" : Outcome.oneLine(status))
                .build();
    }

    private static MemberListResponse members(MemberListResponse reply) {
        MemberListResponse.Builder builder = reply.toBuilder();
        for (Member.Builder member : builder.getMembersBuilderList()) {
            boolean own = member.getID() == reply.getHeader().getMemberId();
            String peers = member.getPeerURLsCount() + " peer URLs";
            String clients = member.getClientURLsCount() + " client URLs";
            member.clearPeerURLs().addPeerURLs(peers).clearClientURLs().addClientURLs(clients);
            member.setID(own ? 1 : 2);
        }
        return builder.build();
    }

    private static Message timeToLive(LeaseTimeToLiveResponse lease) {
        List<ByteString> keys = new ArrayList<>(lease.getKeysList());
        keys.sort(BY_BYTES);
        LeaseTimeToLiveResponse.Builder builder = lease.toBuilder().clearKeys().addAllKeys(keys);
        if (lease.getTTL() > 0 && lease.getTTL() <= lease.getGrantedTTL()) {
            builder.setTTL(lease.getGrantedTTL());
        }
        return builder.build();
    }

    private static TxnResponse txn(TxnRequest request, TxnResponse reply) {
        List<RequestOp> ops = reply.getSucceeded() ? request.getSuccessList() : request.getFailureList();
        TxnResponse.Builder builder = reply.toBuilder();
        for (int i = 0; i < Math.min(ops.size(), reply.getResponsesCount()); i++) {
            RequestOp op = ops.get(i);
            ResponseOp part = reply.getResponses(i);
            if (op.hasRequestRange() && part.hasResponseRange()) {
                RangeResponse range = range(op.getRequestRange(), part.getResponseRange());
                builder.setResponses(i, part.toBuilder().setResponseRange(range));
            } else if (op.hasRequestTxn() && part.hasResponseTxn()) {
                TxnResponse child = txn(op.getRequestTxn(), part.getResponseTxn());
                builder.setResponses(i, part.toBuilder().setResponseTxn(child));
            }
        }
        return builder.build();
    }

    /** Orders keys that tie under the sort asked for; where a limit cut a tie, which of them were kept is left open. */
    private static RangeResponse range(RangeRequest request, RangeResponse reply) {
        RangeRequest.SortTarget target = request.getSortTarget();
        if (target == RangeRequest.SortTarget.KEY || target == RangeRequest.SortTarget.UNRECOGNIZED) {
            return reply;
        }
        boolean tiesHidden = target == RangeRequest.SortTarget.VALUE && request.getKeysOnly();
        List<KeyValue> kvs = reply.getKvsList();
        RangeResponse.Builder builder = reply.toBuilder().clearKvs();
        int start = 0;
        while (start < kvs.size()) {
            int end = start + 1;
            while (end < kvs.size() && (tiesHidden || tie(target, kvs.get(start), kvs.get(end)))) {
                end++;
            }
            List<KeyValue> group = new ArrayList<>(kvs.subList(start, end));
            group.sort((a, b) -> BY_BYTES.compare(a.getKey(), b.getKey()));
            boolean cut = end == kvs.size() && reply.getMore();
            group.forEach(kv -> builder.addKvs(cut ? KeyValue.getDefaultInstance() : kv));
            start = end;
        }
        return builder.build();
    }

    private static boolean tie(RangeRequest.SortTarget target, KeyValue a, KeyValue b) {
        return switch (target) {
            case VERSION -> a.getVersion() == b.getVersion();
            case CREATE -> a.getCreateRevision() == b.getCreateRevision();
            case MOD -> a.getModRevision() == b.getModRevision();
            case VALUE -> a.getValue().equals(b.getValue());
            default -> false;
        };
    }
}
