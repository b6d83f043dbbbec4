/* SPDX-License-Identifier: Apache-2.0 */
/** What must always hold, and how the core stops when it does not. */
@NullMarked
package io.kedge.raft.invariant;

import org.jspecify.annotations.NullMarked;
