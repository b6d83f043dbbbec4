/* SPDX-License-Identifier: Apache-2.0 */
/** Between Raft and the write-ahead log: what is written for an append, what is recovered at start. */
@NullMarked
package io.kedge.server.log;

import org.jspecify.annotations.NullMarked;
