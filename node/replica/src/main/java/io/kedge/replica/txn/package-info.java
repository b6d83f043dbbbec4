/* SPDX-License-Identifier: Apache-2.0 */
/** Transactions: what is refused unread, which branch is taken, and running it in slices. */
@NullMarked
package io.kedge.replica.txn;

import org.jspecify.annotations.NullMarked;
