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
        return over(range).build();
    }

    /** The one key of {@code range} that was created first: who is in front of a queue. */
    public static RangeRequest oldest(KeyRange range) {
        return over(range).limit(1).sorted(SortTarget.CREATE, SortOrder.ASCEND).build();
    }

    /** As {@link #of}, and whatever else is said, by name. */
    public static Builder over(KeyRange range) {
        return new Builder(range);
    }

    /** What is not said is as in {@link #of}. */
    public static final class Builder {

        private final KeyRange range;
        private long limit;
        private long revision;
        private SortOrder sortOrder = SortOrder.NONE;
        private SortTarget sortTarget = SortTarget.KEY;
        private boolean serializable;
        private boolean keysOnly;
        private boolean countOnly;
        private long minCreateRevision;
        private long maxCreateRevision;

        private Builder(KeyRange range) {
            this.range = range;
        }

        public Builder limit(long most) {
            limit = most;
            return this;
        }

        public Builder at(long atRevision) {
            revision = atRevision;
            return this;
        }

        public Builder sorted(SortTarget target, SortOrder order) {
            sortTarget = target;
            sortOrder = order;
            return this;
        }

        public Builder serializable(boolean enough) {
            serializable = enough;
            return this;
        }

        public Builder keysOnly(boolean only) {
            keysOnly = only;
            return this;
        }

        public Builder countOnly(boolean only) {
            countOnly = only;
            return this;
        }

        /** Both inclusive, 0 for none. */
        public Builder created(long minRevision, long maxRevision) {
            minCreateRevision = minRevision;
            maxCreateRevision = maxRevision;
            return this;
        }

        public RangeRequest build() {
            return new RangeRequest(
                    range,
                    limit,
                    revision,
                    sortOrder,
                    sortTarget,
                    serializable,
                    keysOnly,
                    countOnly,
                    0,
                    0,
                    minCreateRevision,
                    maxCreateRevision);
        }
    }

    public boolean hasRevisionFilter() {
        return minModRevision != 0 || maxModRevision != 0 || minCreateRevision != 0 || maxCreateRevision != 0;
    }
}
