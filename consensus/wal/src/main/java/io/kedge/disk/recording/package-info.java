/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A disk in memory that records every operation and answers what a power loss after any of them may have left. For
 * proofs; nothing shipped uses it.
 */
@NullMarked
package io.kedge.disk.recording;

import org.jspecify.annotations.NullMarked;
