/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.Condition;
import io.kedge.simulator.history.Condition.Relation;
import io.kedge.simulator.history.Condition.Target;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.Request;
import java.util.List;
import java.util.SplittableRandom;

/** Requests of every kind over a few keys and leases, half of the compares meant to hold. */
final class RandomRequests {

    private final SplittableRandom random;
    private int values;

    RandomRequests(SplittableRandom random) {
        this.random = random;
    }

    Request next(KvState state) {
        int choice = random.nextInt(100);
        if (choice < 30) {
            return put(random.nextInt(4) == 0 ? lease() : 0);
        } else if (choice < 55) {
            return range(state);
        } else if (choice < 65) {
            return delete();
        } else if (choice < 85) {
            return txn(state);
        } else if (choice < 90) {
            return new Request.Grant(lease());
        } else if (choice < 95) {
            return new Request.Revoke(lease());
        }
        return new Request.Compact(Math.max(1, state.revision() + 1 - random.nextInt(5)));
    }

    private Request put(long leaseId) {
        return new Request.Put(key(), "v" + values++, leaseId);
    }

    private Request range(KvState state) {
        boolean present = random.nextInt(5) != 0;
        return new Request.Range(keys(), present ? 0 : state.revision() + random.nextInt(2), false);
    }

    private Request delete() {
        return new Request.Delete(random.nextInt(4) == 0 ? KeySet.prefixed("k") : KeySet.single(key()));
    }

    private Request txn(KvState state) {
        String key = key();
        Item item = state.items().get(key);
        boolean right = random.nextBoolean();
        Condition condition =
                switch (random.nextInt(4)) {
                    case 0 -> number(key, Target.MOD, item == null ? 0 : item.modRevision(), right);
                    case 1 -> number(key, Target.VERSION, item == null ? 0 : item.version(), right);
                    case 2 -> number(key, Target.CREATE, item == null ? 0 : item.createRevision(), right);
                    default -> Condition.value(key, Relation.EQUAL, item != null && right ? item.value() : "none");
                };
        Request second =
                random.nextBoolean() ? Request.Range.of(KeySet.prefixed("k")) : new Request.Delete(KeySet.single("k9"));
        return new Request.Txn(
                List.of(condition), List.of(put(0), second), List.of(Request.Range.of(KeySet.single(key))));
    }

    private Condition number(String key, Target target, long actual, boolean right) {
        return Condition.number(key, target, Relation.EQUAL, right ? actual : actual + 1);
    }

    private KeySet keys() {
        return random.nextInt(3) == 0 ? KeySet.prefixed("k") : KeySet.single(key());
    }

    private String key() {
        return "k" + random.nextInt(4);
    }

    private long lease() {
        return 1 + random.nextInt(3);
    }
}
