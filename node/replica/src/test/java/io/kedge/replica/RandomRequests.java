/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Cause;
import io.kedge.model.Compare;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.LeaseGrant;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.SequentialPut;
import io.kedge.model.SortOrder;
import io.kedge.model.SortTarget;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random requests over few keys and leases, so that they meet each other. */
final class RandomRequests {

    private static final String[] KEYS = {"a", "a\0", "ab", "b", "ba", "c", "ca", "cb", "d", "\u00ff", "e", "\0"};

    private final SplittableRandom random;

    RandomRequests(SplittableRandom random) {
        this.random = random;
    }

    boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    Key key() {
        return Key.of(KEYS[random.nextInt(KEYS.length)].getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    KeyRange range() {
        return switch (random.nextInt(5)) {
            case 0 -> KeyRange.single(key());
            case 1 -> KeyRange.prefix(key());
            case 2 -> KeyRange.of(key().bytes(), new byte[] {0});
            default -> KeyRange.of(key().bytes(), key().bytes());
        };
    }

    long lease() {
        return chance(3) ? 1 + random.nextInt(4) : 0;
    }

    byte[] value() {
        byte[] value = new byte[random.nextInt(4)];
        random.nextBytes(value);
        return value;
    }

    PutRequest put() {
        boolean ignoreValue = chance(10);
        boolean ignoreLease = chance(10);
        return new PutRequest(
                key(),
                ignoreValue ? new byte[0] : value(),
                ignoreLease ? 0 : lease(),
                chance(2),
                ignoreValue,
                ignoreLease,
                chance(4) ? Cause.V2_UPDATE : Cause.PUT);
    }

    DeleteRangeRequest delete() {
        return new DeleteRangeRequest(range(), chance(2), chance(4) ? Cause.V2_COMPARE_AND_DELETE : Cause.DELETE);
    }

    LeaseGrant grant() {
        List<PutRequest> onExpiry = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            onExpiry.add(PutRequest.of(Key.utf8("will" + i), value()));
        }
        return new LeaseGrant(1 + random.nextInt(4), 60, onExpiry);
    }

    /** A range at a revision near {@code revision}, readable or not. */
    RangeRequest range(long revision) {
        long bound = revision + 1;
        return new RangeRequest(
                range(),
                chance(3) ? random.nextInt(4) : chance(20) ? Long.MAX_VALUE : 0,
                chance(2) ? 0 : random.nextLong(bound + 1),
                SortOrder.values()[random.nextInt(3)],
                SortTarget.values()[random.nextInt(5)],
                false,
                chance(4),
                chance(8),
                chance(6) ? random.nextLong(bound) : 0,
                chance(6) ? random.nextLong(bound) : 0,
                chance(6) ? random.nextLong(bound) : 0,
                chance(6) ? random.nextLong(bound) : 0);
    }

    Compare compare(long revision) {
        Compare.Target target = Compare.Target.values()[random.nextInt(5)];
        long number =
                switch (target) {
                    case VERSION -> random.nextInt(4);
                    case LEASE -> random.nextInt(5);
                    default -> chance(3) ? 0 : random.nextLong(revision + 1);
                };
        Compare.Result how = Compare.Result.values()[random.nextInt(5)];
        return new Compare(range(), target, how, number, target == Compare.Target.VALUE ? value() : new byte[0]);
    }

    TxnRequest txn(long revision, int levels) {
        List<Compare> compares = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            compares.add(compare(revision));
        }
        return new TxnRequest(compares, ops(revision, levels), ops(revision, levels));
    }

    private List<TxnOp> ops(long revision, int levels) {
        List<TxnOp> ops = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            ops.add(
                    switch (random.nextInt(levels > 0 ? 8 : 7)) {
                        case 0, 1, 2 -> put();
                        case 6 -> new SequentialPut(Key.utf8("seq"), new byte[0], value(), lease(), Cause.V2_CREATE);
                        case 3 -> delete();
                        case 4, 5 -> range(revision);
                        default -> txn(revision, levels - 1);
                    });
        }
        return ops;
    }
}
