/* SPDX-License-Identifier: Apache-2.0 */
/** Workloads over one endpoint, what they measure, and how replies are checked. */
@NullMarked
package io.kedge.benchmarks.load;

import org.jspecify.annotations.NullMarked;
