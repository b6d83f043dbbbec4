/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import io.kedge.model.KeyValue;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.SortOrder;
import io.kedge.model.SortTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers one range request at one revision, with etcd's rules for limit, filters and sorting. */
final class RangeReader {

    private final KeyIndex index;
    private final RecordLookup lookup;

    RangeReader(KeyIndex index, RecordLookup lookup) {
        this.index = index;
        this.lookup = lookup;
    }

    /** Null if the lookup gave up on a record, or more than {@code keysMax} keys would have to be visited. */
    @Nullable
    RangeResult read(RangeRequest request, long at, long headerRevision, long keysMax) {
        if (request.range().single()) {
            return readSingle(request, at, headerRevision);
        }
        // A sort or filter must see everything; otherwise one key beyond the limit tells whether there is more.
        boolean everything = request.sortOrder() != SortOrder.NONE || request.hasRevisionFilter();
        boolean unlimited = everything || request.limit() <= 0 || request.limit() == Long.MAX_VALUE;
        long wanted = unlimited ? Long.MAX_VALUE : request.limit() + 1;
        long count = 0;
        long visited = 0;
        List<KeyValue> found = new ArrayList<>();
        for (KeyHistory history : index.in(request.range())) {
            if (++visited > keysMax) {
                return null;
            }
            long[] snapshot = history.snapshot();
            int version = KeyHistory.find(snapshot, at);
            if (version < 0 || KeyHistory.isDead(snapshot, version)) {
                continue;
            }
            count++;
            if (!request.countOnly() && found.size() < wanted) {
                KeyValue kv = lookup.get(KeyHistory.revision(snapshot, version), KeyHistory.sub(snapshot, version));
                if (kv == null) {
                    return null;
                }
                found.add(kv);
            }
        }
        return finish(request, found, count, headerRevision);
    }

    private @Nullable RangeResult readSingle(RangeRequest request, long at, long headerRevision) {
        KeyHistory history = index.get(request.range().start());
        if (history == null) {
            return new RangeResult(headerRevision, List.of(), false, 0);
        }
        long[] snapshot = history.snapshot();
        int version = KeyHistory.find(snapshot, at);
        if (version < 0 || KeyHistory.isDead(snapshot, version)) {
            return new RangeResult(headerRevision, List.of(), false, 0);
        }
        if (request.countOnly()) {
            return new RangeResult(headerRevision, List.of(), false, 1);
        }
        KeyValue kv = lookup.get(KeyHistory.revision(snapshot, version), KeyHistory.sub(snapshot, version));
        if (kv == null) {
            return null;
        }
        if (!passes(request, kv)) {
            return new RangeResult(headerRevision, List.of(), false, 1);
        }
        return new RangeResult(headerRevision, List.of(request.keysOnly() ? kv.withoutValue() : kv), false, 1);
    }

    private static RangeResult finish(RangeRequest request, List<KeyValue> found, long count, long headerRevision) {
        if (request.countOnly()) {
            return new RangeResult(headerRevision, List.of(), false, count);
        }
        List<KeyValue> kvs = found;
        if (request.hasRevisionFilter()) {
            kvs.removeIf(kv -> !passes(request, kv));
        }
        SortOrder order = request.sortOrder();
        if (order == SortOrder.NONE && request.sortTarget() != SortTarget.KEY) {
            order = SortOrder.ASCEND;
        }
        if (order != SortOrder.NONE) {
            Comparator<KeyValue> comparator = comparator(request.sortTarget());
            kvs.sort(order == SortOrder.DESCEND ? comparator.reversed() : comparator);
        }
        boolean more = request.limit() > 0 && kvs.size() > request.limit();
        if (more) {
            kvs = kvs.subList(0, (int) request.limit());
        }
        if (request.keysOnly()) {
            kvs.replaceAll(KeyValue::withoutValue);
        }
        return new RangeResult(headerRevision, kvs, more, count);
    }

    private static boolean passes(RangeRequest request, KeyValue kv) {
        return (request.minModRevision() == 0 || kv.modRevision() >= request.minModRevision())
                && (request.maxModRevision() == 0 || kv.modRevision() <= request.maxModRevision())
                && (request.minCreateRevision() == 0 || kv.createRevision() >= request.minCreateRevision())
                && (request.maxCreateRevision() == 0 || kv.createRevision() <= request.maxCreateRevision());
    }

    private static Comparator<KeyValue> comparator(SortTarget target) {
        return switch (target) {
            case KEY -> Comparator.comparing(KeyValue::key);
            case VERSION -> Comparator.comparingLong(KeyValue::version);
            case CREATE -> Comparator.comparingLong(KeyValue::createRevision);
            case MOD -> Comparator.comparingLong(KeyValue::modRevision);
            case VALUE -> KeyValue::compareValue;
        };
    }
}
