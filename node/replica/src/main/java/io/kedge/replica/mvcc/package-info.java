/* SPDX-License-Identifier: Apache-2.0 */
/** The in-memory half of the MVCC store: the key index, the memtables, reads at a revision, compaction. */
@NullMarked
package io.kedge.replica.mvcc;

import org.jspecify.annotations.NullMarked;
