/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/**
 * An operation that could be read but not be done: of no kind, or a range sorted in no known way. It stands in its
 * place so that faults are told in the order of the operations; a transaction with one is refused.
 */
public record FaultyOp(StatusCode reason) implements TxnOp {}
