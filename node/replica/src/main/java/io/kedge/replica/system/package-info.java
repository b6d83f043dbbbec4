/* SPDX-License-Identifier: Apache-2.0 */
/** The system space: leases, members, alarms and whatever else is one record per key, last writer wins. */
@NullMarked
package io.kedge.replica.system;

import org.jspecify.annotations.NullMarked;
