/* SPDX-License-Identifier: Apache-2.0 */
/** Runs two servers in alternation on this machine and writes the table of ratios. */
@NullMarked
package io.kedge.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
