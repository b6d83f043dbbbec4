/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;

/** The branch taken and one result per operation in it. */
public record TxnResult(long revision, boolean succeeded, List<OpResult> results) implements Result, OpResult {}
