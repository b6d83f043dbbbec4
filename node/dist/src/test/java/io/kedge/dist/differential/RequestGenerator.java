/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.ByteString;
import io.kedge.dist.support.ServerBinary;
import io.kedge.grpc.proto.etcdserverpb.*;
import io.kedge.grpc.proto.v3electionpb.*;
import io.kedge.grpc.proto.v3lockpb.*;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * Random steps; which kind comes next depends on the random numbers and the step's place in the sequence only. Two
 * requests are not asked of etcd 3.4: a sort by an unknown target, which ends its process, and a watch from a negative
 * revision, which it takes for one from now on, so that the two servers would no longer have the same watches. One is
 * asked of no etcd; see {@link DeletedBefore}.
 */
final class RequestGenerator {
    private static final long LEASE_TTL_SECONDS_MAX = 9_000_000_000L;
    private static final int REQUEST_BYTES_MAX = 1_572_864;

    private final Random random;
    private final Knowledge known;
    private final TxnGenerator txns;
    private final WatchGenerator watches;
    private final MaintenanceGenerator maintenance;
    private final boolean olderReference;
    private final Deque<Step> pending = new ArrayDeque<>();
    private int index;
    private long campaigning;

    RequestGenerator(Random random, Knowledge known, ServerBinary reference) {
        this.random = random;
        this.known = known;
        olderReference = reference.version().equals("3.4");
        txns = new TxnGenerator(random, known, this);
        watches = new WatchGenerator(random, known, !olderReference);
        maintenance = new MaintenanceGenerator(random);
    }

    Step next() {
        scheduled(index++);
        LeaderKey leader = known.leaders.get(campaigning);
        campaigning = 0;
        if (leader != null) {
            return call(ProclaimRequest.newBuilder().setLeader(leader).setValue(value()));
        }
        return pending.isEmpty() ? random() : pending.poll();
    }

    /**
     * What every sequence must have: a lease on a key, a compaction, a watch that catches up, one from a compacted
     * delete, alarms.
     */
    private void scheduled(int step) {
        pending.addAll(maintenance.scheduled(step));
        if (step == 5) {
            pending.add(call(LeaseGrantRequest.newBuilder().setID(77).setTTL(5000)));
            pending.add(call(put("k/1", "leased").setLease(77)));
        } else if (step == 60) {
            pending.add(call(CompactionRequest.newBuilder().setRevision(Math.max(2, known.revision / 2))));
        } else if (step == 62) {
            pending.add(call(put("k/2", "for catching up")));
            pending.add(watches.catchUp());
        } else if (step == 100) {
            pending.add(call(put("k/1", "to be deleted")));
            pending.add(call(DeleteRangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("k/1"))));
        } else if (step == 102) {
            pending.add(call(
                    CompactionRequest.newBuilder().setRevision(known.revision).setPhysical(true)));
        } else if (step == 103) {
            pending.add(watches.from(known.compactRevision));
        }
    }

    private Step random() {
        int dice = random.nextInt(1000);
        if (dice < 15) {
            return maintenance.next();
        } else if (dice < 290) {
            return call(range());
        } else if (dice < 540) {
            return call(put());
        } else if (dice < 610) {
            return call(deleteRange());
        } else if (dice < 800) {
            return call(maintenance.comparable(txns.txn()));
        } else if (dice < 817) {
            return call(compaction());
        } else if (dice < 900) {
            return lease();
        } else if (dice < 955) {
            return watches.next();
        } else if (dice < 990) {
            return recipe();
        } else if (dice < 996) {
            return call(HashKVRequest.newBuilder().setRevision(revision()));
        }
        ByteString large = ByteString.copyFrom(new byte[REQUEST_BYTES_MAX + random.nextInt(1000)]);
        return call(PutRequest.newBuilder().setKey(Keys.any(random)).setValue(large));
    }

    RangeRequest.Builder range() {
        Keys.Span span = span();
        RangeRequest.Builder builder =
                RangeRequest.newBuilder().setKey(span.key()).setRangeEnd(span.end());
        if (one(35)) {
            builder.setKey(ByteString.EMPTY);
        }
        if (one(3)) {
            builder.setLimit(random.nextInt(7) - 1);
        }
        if (one(4)) {
            builder.setRevision(revision());
        }
        if (one(2)) {
            builder.setSortOrderValue(random.nextInt(3)).setSortTargetValue(random.nextInt(5));
        } else if (!olderReference && one(40)) {
            builder.setSortOrderValue(one(2) ? 7 : 1).setSortTargetValue(9);
        }
        return filters(builder.setKeysOnly(one(6)).setCountOnly(one(8)).setSerializable(one(5)));
    }

    private RangeRequest.Builder filters(RangeRequest.Builder builder) {
        if (one(4)) {
            switch (random.nextInt(4)) {
                case 0 -> builder.setMinModRevision(pastRevision());
                case 1 -> builder.setMaxModRevision(pastRevision());
                case 2 -> builder.setMinCreateRevision(pastRevision());
                default -> builder.setMaxCreateRevision(pastRevision());
            }
        }
        return one(40) ? builder.setMinModRevision(pastRevision()).setMaxCreateRevision(pastRevision()) : builder;
    }

    PutRequest.Builder put() {
        PutRequest.Builder builder =
                PutRequest.newBuilder().setKey(Keys.any(random)).setPrevKv(one(4));
        if (!one(15)) {
            builder.setValue(value());
        }
        if (one(5)) {
            builder.setLease(leaseId());
        }
        if (one(12)) {
            builder.setIgnoreValue(true);
            if (!one(5)) {
                builder.clearValue();
            }
        }
        if (one(12)) {
            builder.setIgnoreLease(true).clearLease();
            if (one(5)) {
                builder.setLease(leaseId());
            }
        }
        return one(50) ? builder.clearKey() : builder;
    }

    DeleteRangeRequest.Builder deleteRange() {
        boolean single = !one(3);
        Keys.Span span = single ? Keys.span(random, Keys.Kind.SINGLE) : span();
        DeleteRangeRequest.Builder builder = DeleteRangeRequest.newBuilder()
                .setKey(span.key())
                .setRangeEnd(span.end())
                .setPrevKv(one(3));
        return one(25) ? builder.clearKey() : builder;
    }

    ByteString value() {
        return ByteString.copyFromUtf8(one(20) ? "v".repeat(random.nextInt(300)) : "v" + random.nextInt(12));
    }

    /** A revision to read at: mostly readable ones, and every way to get it wrong. */
    long revision() {
        return switch (random.nextInt(8)) {
            case 0 -> known.revision + 1 + random.nextInt(5);
            case 1 -> known.compactRevision - 1 - random.nextInt(3);
            case 2 -> known.compactRevision;
            case 3 -> -1 - random.nextInt(3);
            case 4 -> 0;
            default -> pastRevision();
        };
    }

    /** One that is not compacted and not in the future. */
    long pastRevision() {
        long oldest = Math.max(1, known.compactRevision);
        return oldest + (long) (random.nextDouble() * (known.revision - oldest + 1));
    }

    /** Mostly a lease that exists. */
    long leaseId() {
        if (known.leases.isEmpty() || one(8)) {
            return anyLeaseId();
        }
        Long[] ids = known.leases.toArray(Long[]::new);
        return ids[random.nextInt(ids.length)];
    }

    private long anyLeaseId() {
        return one(6) ? -1 - random.nextInt(3) : 1 + random.nextInt(12);
    }

    private Keys.Span span() {
        int dice = random.nextInt(20);
        Keys.Kind kind = dice < 7
                ? Keys.Kind.SINGLE
                : dice < 11
                        ? Keys.Kind.PREFIX
                        : dice < 14
                                ? Keys.Kind.RANGE
                                : dice < 16 ? Keys.Kind.FROM_KEY : dice < 18 ? Keys.Kind.ALL : Keys.Kind.EMPTY;
        return Keys.span(random, kind);
    }

    private CompactionRequest.Builder compaction() {
        long target =
                switch (random.nextInt(6)) {
                    case 0 -> known.compactRevision == 0 ? -1 : known.compactRevision - random.nextInt(2);
                    case 1 -> known.revision + 1 + random.nextInt(3);
                    case 2 -> known.revision;
                    default -> pastRevision();
                };
        return CompactionRequest.newBuilder().setRevision(target).setPhysical(one(2));
    }

    private Step lease() {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                return grant();
            }
            case 3 -> {
                return call(LeaseRevokeRequest.newBuilder().setID(one(3) ? anyLeaseId() : leaseId()));
            }
            case 4, 5 -> {
                return call(LeaseTimeToLiveRequest.newBuilder()
                        .setID(one(4) ? anyLeaseId() : leaseId())
                        .setKeys(one(2)));
            }
            case 6, 7 -> {
                return new Step.KeepAlive(one(3) ? anyLeaseId() : leaseId());
            }
            case 8 -> {
                return call(LeaseLeasesRequest.newBuilder());
            }
            default -> {
                return new Step.GrantAnonymous(random.nextInt(5000) - 10);
            }
        }
    }

    private Step grant() {
        LeaseGrantRequest.Builder builder = LeaseGrantRequest.newBuilder().setID(anyLeaseId());
        if (one(6)) {
            return call(builder.setTTL(LEASE_TTL_SECONDS_MAX + 1 + random.nextInt(9)));
        }
        if (one(3) && !known.leases.contains(builder.getID())) {
            pending.add(call(LeaseRevokeRequest.newBuilder().setID(builder.getID())));
            return call(builder.setTTL(random.nextInt(4) - 1));
        }
        return call(builder.setTTL(one(5) ? LEASE_TTL_SECONDS_MAX : 600 + random.nextInt(1000)));
    }

    /** Lock and election, each lease with a name of its own, so that none ever waits. */
    private Step recipe() {
        long lease = one(3) || known.leaders.isEmpty()
                ? leaseId()
                : known.leaders.keySet().iterator().next();
        ByteString lock = ByteString.copyFromUtf8("lock" + lease);
        ByteString election = ByteString.copyFromUtf8("election" + lease);
        ByteString lockKey = lock.concat(ByteString.copyFromUtf8("/" + Long.toHexString(lease)));
        LeaderKey leader = known.leaders.getOrDefault(lease, staleLeader(election, lease));
        return switch (random.nextInt(11)) {
            case 0, 1 -> call(LockRequest.newBuilder().setName(lock).setLease(lease));
            case 2 -> call(UnlockRequest.newBuilder().setKey(one(5) ? ByteString.EMPTY : lockKey));
            case 3, 4 -> campaign(election, lease);
            case 5 -> call(ProclaimRequest.newBuilder().setLeader(leader).setValue(value()));
            case 6 ->
                call(ProclaimRequest.newBuilder()
                        .setLeader(staleLeader(election, lease))
                        .setValue(value()));
            case 7 ->
                !one(3)
                        ? call(one(2) ? ProclaimRequest.newBuilder() : ResignRequest.newBuilder())
                        : call(LeaderRequest.newBuilder().setName(ByteString.copyFromUtf8("nobody")));
            case 8, 9 -> call(LeaderRequest.newBuilder().setName(election));
            default -> call(ResignRequest.newBuilder().setLeader(leader));
        };
    }

    /** Mostly followed by a proclamation of the new leader. */
    private Step campaign(ByteString election, long lease) {
        campaigning = one(4) ? 0 : lease;
        return call(
                CampaignRequest.newBuilder().setName(election).setLease(lease).setValue(value()));
    }

    private static LeaderKey staleLeader(ByteString election, long lease) {
        return LeaderKey.newBuilder()
                .setName(election)
                .setKey(election.concat(ByteString.copyFromUtf8("/" + Long.toHexString(lease))))
                .setRev(1)
                .setLease(lease)
                .build();
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    private static PutRequest.Builder put(String key, String value) {
        return PutRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).setValue(ByteString.copyFromUtf8(value));
    }

    private static Step call(com.google.protobuf.Message.Builder builder) {
        return new Step.Call(builder.build());
    }
}
