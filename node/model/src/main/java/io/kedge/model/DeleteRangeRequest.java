/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/**
 * A delete of every key in a range.
 *
 * @param previous whether the reply carries the records deleted
 * @param cause kept with the tombstones
 */
public record DeleteRangeRequest(KeyRange range, boolean previous, Cause cause) implements TxnOp, Operation {

    public DeleteRangeRequest(KeyRange range, boolean previous) {
        this(range, previous, Cause.DELETE);
    }
}
