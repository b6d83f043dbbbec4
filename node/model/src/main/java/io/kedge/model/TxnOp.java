/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** One operation inside a transaction. */
public sealed interface TxnOp
        permits RangeRequest, PutRequest, DeleteRangeRequest, SequentialPut, TxnRequest, FaultyOp {}
