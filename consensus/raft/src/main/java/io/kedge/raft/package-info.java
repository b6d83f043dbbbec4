/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The Raft core of one member. It knows no thread, clock, file or socket: time comes in as ticks, messages and
 * completions as calls, decisions go out as {@link io.kedge.raft.Output}. The caller's loop, on one thread:
 *
 * <ol>
 *   <li>feed {@code tick}, {@code step}, {@code propose}, {@code readIndex}, {@code persisted}, {@code applied};
 *   <li>take {@code output()} when {@code hasOutput()};
 *   <li>give {@code append} to the log; when it is durable send its {@code messagesAfterDurable}, call {@code
 * persisted};
 *   <li>send {@code messages} at once;
 *   <li>apply {@code committed} in order, configuration entries through {@code applyConfiguration}, then {@code
 * applied};
 *   <li>answer {@code reads} once applied that far.
 * </ol>
 *
 * Any exception out of the core means that the replica must stop.
 */
@NullMarked
package io.kedge.raft;

import org.jspecify.annotations.NullMarked;
