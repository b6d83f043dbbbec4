/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import java.util.List;

/** What a client asks for. */
public sealed interface Request {

    /** Whether it can change the store, be it only its leases or what is readable. */
    default boolean writes() {
        return true;
    }

    /**
     * A read.
     *
     * @param revision the past to read, or 0 for the present
     * @param serializable may be answered from a member's own, older state
     */
    record Range(KeySet keys, long revision, boolean serializable) implements Request {
        public static Range of(KeySet keys) {
            return new Range(keys, 0, false);
        }

        @Override
        public boolean writes() {
            return false;
        }
    }

    /** A put; without a lease ({@code leaseId} 0) it detaches the one before. */
    record Put(String key, String value, long leaseId) implements Request {
        public static Put of(String key, String value) {
            return new Put(key, value, 0);
        }
    }

    /** Deletes all keys of the set at one revision. */
    record Delete(KeySet keys) implements Request {}

    /** All conditions hold: the first list, else the second; no transaction inside another. */
    record Txn(List<Condition> conditions, List<Request> success, List<Request> failure) implements Request {
        public Txn {
            conditions = List.copyOf(conditions);
            success = onlyKeyOperations(success);
            failure = onlyKeyOperations(failure);
        }

        private static List<Request> onlyKeyOperations(List<Request> operations) {
            for (Request operation : operations) {
                if (!(operation instanceof Range || operation instanceof Put || operation instanceof Delete)) {
                    throw new IllegalArgumentException("not allowed inside a transaction: " + operation);
                }
            }
            return List.copyOf(operations);
        }

        @Override
        public boolean writes() {
            return success.stream().anyMatch(Request::writes)
                    || failure.stream().anyMatch(Request::writes);
        }
    }

    /** A lease; {@code leaseId} 0 lets the store choose. */
    record Grant(long leaseId) implements Request {}

    /** Ends a lease and deletes its keys at one revision; also stands for the lease's expiry. */
    record Revoke(long leaseId) implements Request {}

    /** Makes everything before {@code revision} unreadable. */
    record Compact(long revision) implements Request {}
}
