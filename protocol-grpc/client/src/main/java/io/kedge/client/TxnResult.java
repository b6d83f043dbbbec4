/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import java.util.List;

/**
 * The answer to a transaction.
 *
 * @param succeeded true when every compare held and the {@code then} branch ran
 * @param results one per operation of the branch that ran, in order
 */
public record TxnResult(long revision, boolean succeeded, List<OpResult> results) {}
