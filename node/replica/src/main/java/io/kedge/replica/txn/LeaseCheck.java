/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.txn;

/** Tells whether a lease exists, for puts that name one. */
public interface LeaseCheck {

    boolean exists(long leaseId);
}
