/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** The result of one operation of a transaction. */
public sealed interface OpResult permits RangeResult, PutResult, DeleteResult, TxnResult {

    long revision();
}
