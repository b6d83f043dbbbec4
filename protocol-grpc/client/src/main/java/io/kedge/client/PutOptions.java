/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

/**
 * How to put.
 *
 * @param lease attach the key to this lease; 0 = none, which detaches it from an earlier one
 * @param previous return the version that was replaced
 */
public record PutOptions(long lease, boolean previous) {

    /** No lease, nothing returned. */
    public static PutOptions defaults() {
        return new PutOptions(0, false);
    }

    /** Attach to a lease. */
    public PutOptions withLease(long leaseId) {
        return new PutOptions(leaseId, previous);
    }

    /** Return the replaced version. */
    public PutOptions withPrevious(boolean on) {
        return new PutOptions(lease, on);
    }
}
