/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import org.jspecify.annotations.Nullable;

/** One line of the table. */
record Row(String id, String title, String unit, @Nullable Aim aim) {}
