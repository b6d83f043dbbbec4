/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/**
 * A read of a range.
 *
 * @param limit most keys returned, 0 or less for all
 * @param revision to read at, 0 or less for the current one
 * @param serializable whether this member's own state is enough
 * @param minModRevision inclusive, 0 for none, as are the other three bounds
 */
public record RangeRequest(
        KeyRange range,
        long limit,
        long revision,
        SortOrder sortOrder,
        SortTarget sortTarget,
        boolean serializable,
        boolean keysOnly,
        boolean countOnly,
        long minModRevision,
        long maxModRevision,
        long minCreateRevision,
        long maxCreateRevision)
        implements TxnOp {

    /** Everything in {@code range}, current and linearizable. */
    public static RangeRequest of(KeyRange range) {
        return new RangeRequest(range, 0, 0, SortOrder.NONE, SortTarget.KEY, false, false, false, 0, 0, 0, 0);
    }

    public RangeRequest sorted(SortTarget target, SortOrder order, long newLimit) {
        return new RangeRequest(
                range,
                newLimit,
                revision,
                order,
                target,
                serializable,
                keysOnly,
                countOnly,
                minModRevision,
                maxModRevision,
                minCreateRevision,
                maxCreateRevision);
    }

    public boolean hasRevisionFilter() {
        return minModRevision != 0 || maxModRevision != 0 || minCreateRevision != 0 || maxCreateRevision != 0;
    }
}
