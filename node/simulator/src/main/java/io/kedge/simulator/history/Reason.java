/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

/** Why an operation certainly had no effect. */
public enum Reason {
    /** Asked for a revision below the compacted one. */
    COMPACTED,
    /** Asked for a revision that does not exist yet. */
    FUTURE_REVISION,
    LEASE_NOT_FOUND,
    LEASE_EXISTS,
    /** Refused before it could have an effect, for a reason that says nothing about the store's keys. */
    NOT_APPLIED
}
