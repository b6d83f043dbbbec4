/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import io.kedge.simulator.history.Condition;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.KeySet;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws the requests of one client: few keys, so that clients meet; each value is written by one request only. A
 * compare-and-set asks for what this client last saw of the key.
 */
final class Workload {
    /** All keys of the load. */
    static final String ALL = "k/";

    static final List<String> GROUPS = List.of(ALL + "a/", ALL + "b/", ALL + "c/");
    private static final int KEYS_PER_GROUP = 4;

    private final Random random;
    private final String name;
    private final long oldest;
    private final Map<String, Long> lastSeen = new HashMap<>();
    private long newest;
    private int values;

    /** @param oldest the first revision that may be read later */
    Workload(Random random, String name, long oldest) {
        this.random = random;
        this.name = name;
        this.oldest = oldest;
        newest = oldest;
    }

    Request next() {
        String key = key();
        int lot = random.nextInt(100);
        if (lot < 34) {
            return Request.Put.of(key, value());
        } else if (lot < 52) {
            return Request.Range.of(KeySet.single(key));
        } else if (lot < 58) {
            return Request.Range.of(KeySet.prefixed(ALL));
        } else if (lot < 64) {
            return new Request.Range(KeySet.prefixed(group()), 0, true);
        } else if (lot < 68) {
            long revision = oldest + (long) (random.nextDouble() * (newest - oldest));
            return new Request.Range(KeySet.prefixed(group()), revision, random.nextBoolean());
        } else if (lot < 82) {
            return compareAndSet(key);
        } else if (lot < 88) {
            return several();
        } else if (lot < 97) {
            return new Request.Delete(KeySet.single(key));
        }
        return new Request.Delete(KeySet.prefixed(group()));
    }

    private Request compareAndSet(String key) {
        long seen = lastSeen.getOrDefault(key, 0L);
        return new Request.Txn(
                List.of(Condition.number(key, Condition.Target.MOD, Condition.Relation.EQUAL, seen)),
                List.of(Request.Put.of(key, value())),
                List.of(Request.Range.of(KeySet.single(key))));
    }

    /** Two puts of different groups, one look and one delete, at one revision. */
    private Request several() {
        int first = random.nextInt(GROUPS.size());
        String one = GROUPS.get(first) + random.nextInt(KEYS_PER_GROUP);
        String other = GROUPS.get((first + 1) % GROUPS.size()) + random.nextInt(KEYS_PER_GROUP);
        String gone = GROUPS.get((first + 2) % GROUPS.size()) + random.nextInt(KEYS_PER_GROUP);
        return new Request.Txn(
                List.of(),
                List.of(
                        Request.Put.of(one, value()),
                        new Request.Delete(KeySet.single(gone)),
                        Request.Range.of(KeySet.prefixed(GROUPS.get(first))),
                        Request.Put.of(other, value())),
                List.of());
    }

    /** What the answer teaches for the next compare-and-set. */
    void learn(Request request, Outcome outcome) {
        if (outcome instanceof Outcome.Ok ok) {
            newest = Math.max(newest, ok.response().revision());
            learn(request, ok.response(), ok.response().revision());
        }
    }

    private void learn(Request request, Response response, long revision) {
        if (request instanceof Request.Put put) {
            lastSeen.put(put.key(), revision);
        } else if (request instanceof Request.Range range && response instanceof Response.Range seen) {
            if (range.revision() == 0 && !range.keys().prefix()) {
                lastSeen.put(
                        range.keys().key(),
                        seen.items().stream()
                                .mapToLong(Item::modRevision)
                                .findFirst()
                                .orElse(0));
            }
        } else if (request instanceof Request.Txn txn && response instanceof Response.Txn seen) {
            List<Request> branch = seen.succeeded() ? txn.success() : txn.failure();
            for (int i = 0; i < branch.size(); i++) {
                learn(branch.get(i), seen.responses().get(i), revision);
            }
        }
    }

    private String group() {
        return GROUPS.get(random.nextInt(GROUPS.size()));
    }

    private String key() {
        return group() + random.nextInt(KEYS_PER_GROUP);
    }

    private String value() {
        return name + "." + ++values;
    }
}
