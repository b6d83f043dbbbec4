/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator;

import io.kedge.model.CompactRequest;
import io.kedge.model.Compare;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.LeaseGrant;
import io.kedge.model.LeaseRevoke;
import io.kedge.model.Operation;
import io.kedge.model.PutRequest;
import io.kedge.model.SequentialPut;
import io.kedge.model.TxnRequest;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded writes of every kind over a handful of keys and leases. */
final class Workload {

    private final SplittableRandom random;

    Workload(SplittableRandom random) {
        this.random = random;
    }

    Operation next(long revision) {
        int choice = random.nextInt(100);
        if (choice < 50) {
            return put();
        } else if (choice < 58) {
            return new DeleteRangeRequest(KeyRange.prefix(key()), random.nextInt(2) == 0);
        } else if (choice < 74) {
            Compare compare = Compare.number(key(), Compare.Target.VERSION, Compare.Result.GREATER, random.nextInt(3));
            DeleteRangeRequest delete = new DeleteRangeRequest(KeyRange.single(Key.utf8("k9")), false);
            return new TxnRequest(List.of(compare), List.of(put(), delete), List.of(put()));
        } else if (choice < 82) {
            PutRequest will = PutRequest.of(Key.utf8("will"), value());
            return new LeaseGrant(1 + random.nextInt(4), 2 + random.nextInt(10), List.of(will));
        } else if (choice < 86) {
            return new LeaseRevoke(1 + random.nextInt(4), false);
        } else if (choice < 92) {
            return new SequentialPut(Key.utf8("s/"), value(), 0);
        }
        return new CompactRequest(Math.max(1, revision - random.nextInt(20)), random.nextInt(2) == 0);
    }

    private PutRequest put() {
        return PutRequest.of(key(), value(), random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 0);
    }

    private Key key() {
        return Key.utf8("k" + random.nextInt(9));
    }

    private byte[] value() {
        byte[] value = new byte[random.nextInt(20) == 0 ? 1_500 : random.nextInt(60)];
        random.nextBytes(value);
        return value;
    }
}
