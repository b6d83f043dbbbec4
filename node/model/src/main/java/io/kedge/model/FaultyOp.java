/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** An operation whose kind the client did not set; a transaction with one is refused. */
public record EmptyOp() implements TxnOp {}
