/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

/**
 * A lock that was taken.
 *
 * @param key the key that stands for the holder; gone when the lock is lost
 * @param leaseId the lease it hangs on
 * @param fencingToken grows with every new holder of the same lock: whatever the lock protects should refuse a smaller
 *     one than it has seen
 */
public record HeldLock(Bytes key, long leaseId, long fencingToken) {

    /** A condition for transactions: holds only while this lock is held. */
    public Compare fence() {
        return Compare.createRevision(key, Compare.Relation.EQUAL, fencingToken);
    }
}
