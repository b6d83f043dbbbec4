/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A whole node in simulated time over a recorded disk, and the checks that hold it to its promises. The log, the store,
 * the core, the replica and what joins them are the shipped classes; only threads and timers are replaced, by a seeded
 * order of steps.
 */
@NullMarked
package io.kedge.simulator;

import org.jspecify.annotations.NullMarked;
