/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** A delete of every key in a range; {@code previous} asks for the records deleted. */
public record DeleteRangeRequest(KeyRange range, boolean previous) implements TxnOp, Operation {}
