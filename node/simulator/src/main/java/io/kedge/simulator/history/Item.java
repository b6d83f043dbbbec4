/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

/**
 * A key's value with its numbers, as a reply shows it.
 *
 * @param version puts since the key was last created, from 1
 * @param leaseId the lease attached, or 0
 */
public record Item(String key, String value, long createRevision, long modRevision, long version, long leaseId) {

    /** A key made at {@code revision} with no lease. */
    public static Item created(String key, String value, long revision) {
        return new Item(key, value, revision, revision, 1, 0);
    }

    /** What a put at {@code revision} leaves where this was. */
    public Item replaced(String newValue, long revision, long newLeaseId) {
        return new Item(key, newValue, createRevision, revision, version + 1, newLeaseId);
    }
}
