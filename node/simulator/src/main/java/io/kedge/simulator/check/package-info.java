/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Checkers, apart from any workload: histories of clients for linearizability, streams of watches against the true
 * events, reads of the past, and the invariants of Raft over the views of all members. They share no code with what
 * they judge. None has a thread or a clock.
 */
@NullMarked
package io.kedge.simulator.check;

import org.jspecify.annotations.NullMarked;
