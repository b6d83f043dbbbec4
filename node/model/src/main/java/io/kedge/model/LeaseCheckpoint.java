/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;

/** Remaining times, so that a new leader does not start long leases afresh. */
public record LeaseCheckpoint(List<Remaining> leases) implements Operation {

    /** A lease's remaining seconds; 0 clears an earlier checkpoint. */
    public record Remaining(long id, long seconds) {}
}
