/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.simulator.history.Condition;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.Request;
import java.util.List;
import java.util.SplittableRandom;

/** What clients ask for: every kind of request, over so few keys and leases that they get into each other's way. */
final class Requests {

    private static final int KEYS = 6;
    private static final int LEASES = 4;

    private final SplittableRandom random;
    private long values;
    private long highest = 1;

    Requests(SplittableRandom random) {
        this.random = random;
    }

    /** A reply showed this revision. */
    void seen(long revision) {
        highest = Math.max(highest, revision);
    }

    Request next() {
        int choice = random.nextInt(100);
        if (choice < 35) {
            return put();
        } else if (choice < 65) {
            return new Request.Range(keys(), 0, random.nextInt(5) == 0);
        } else if (choice < 73) {
            return new Request.Delete(keys());
        } else if (choice < 88) {
            return txn();
        } else if (choice < 92) {
            return new Request.Grant(lease());
        } else if (choice < 94) {
            return new Request.Revoke(lease());
        }
        return new Request.Compact(Math.max(1, highest - random.nextInt(30)));
    }

    private Request put() {
        long lease = random.nextInt(5) == 0 ? lease() : 0;
        String padding = "x".repeat(random.nextInt(12) == 0 ? 300 : random.nextInt(20));
        return new Request.Put(key(), "v" + ++values + padding, lease);
    }

    private Request.Txn txn() {
        Condition condition =
                switch (random.nextInt(3)) {
                    case 0 -> Condition.number(key(), Condition.Target.MOD, Condition.Relation.LESS, highest);
                    case 1 -> Condition.number(key(), Condition.Target.CREATE, Condition.Relation.EQUAL, 0);
                    default ->
                        Condition.number(
                                key(), Condition.Target.VERSION, Condition.Relation.GREATER, random.nextInt(4));
                };
        Request.Range range = Request.Range.of(KeySet.prefixed("k"));
        List<Request> success = random.nextBoolean() ? List.of(put(), range) : List.of(put());
        List<Request> failure = random.nextBoolean() ? List.of(range) : List.of(new Request.Delete(keys()));
        return new Request.Txn(List.of(condition), success, failure);
    }

    private KeySet keys() {
        return random.nextInt(6) == 0 ? KeySet.prefixed("k") : KeySet.single(key());
    }

    private String key() {
        return "k" + random.nextInt(KEYS);
    }

    private long lease() {
        return 1 + random.nextInt(LEASES);
    }
}
