/* SPDX-License-Identifier: Apache-2.0 */
/** Applying the log: each committed command changes the state the same way on every member. */
@NullMarked
package io.kedge.replica.apply;

import org.jspecify.annotations.NullMarked;
