/* SPDX-License-Identifier: Apache-2.0 */
/** Leases: what is attached to them and when they end. */
@NullMarked
package io.kedge.replica.lease;

import org.jspecify.annotations.NullMarked;
