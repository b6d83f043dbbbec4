/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

/**
 * How to read a range.
 *
 * @param limit most keys to return; 0 = no limit
 * @param revision read the store as it was at this revision; 0 = now
 * @param keysOnly leave the values out
 * @param countOnly return only the count
 * @param serializable let the asked member answer from what it has, perhaps a little old, without asking the cluster
 * @param order the order of the answer
 */
public record GetOptions(
        long limit, long revision, boolean keysOnly, boolean countOnly, boolean serializable, Order order) {

    /** The order of the answer. */
    public enum Order {
        /** By key, ascending. */
        KEY,
        /** By key, descending. */
        KEY_DESCENDING,
        /** Oldest created first. */
        CREATED,
        /** Last changed first. */
        CHANGED_DESCENDING
    }

    /** Everything, now, linearizable, by key. */
    public static GetOptions defaults() {
        return new GetOptions(0, 0, false, false, false, Order.KEY);
    }

    /** At most {@code keys} keys. */
    public GetOptions withLimit(long keys) {
        return new GetOptions(keys, revision, keysOnly, countOnly, serializable, order);
    }

    /** As of {@code atRevision}. */
    public GetOptions withRevision(long atRevision) {
        return new GetOptions(limit, atRevision, keysOnly, countOnly, serializable, order);
    }

    /** Without values. */
    public GetOptions withKeysOnly(boolean on) {
        return new GetOptions(limit, revision, on, countOnly, serializable, order);
    }

    /** Only the count. */
    public GetOptions withCountOnly(boolean on) {
        return new GetOptions(limit, revision, keysOnly, on, serializable, order);
    }

    /** From one member's own state. */
    public GetOptions withSerializable(boolean on) {
        return new GetOptions(limit, revision, keysOnly, countOnly, on, order);
    }

    /** In another order. */
    public GetOptions withOrder(Order by) {
        return new GetOptions(limit, revision, keysOnly, countOnly, serializable, by);
    }
}
