/* SPDX-License-Identifier: Apache-2.0 */
/** A leader's view of one peer: how far it has the log, and what is on the wire to it. */
@NullMarked
package io.kedge.raft.progress;

import org.jspecify.annotations.NullMarked;
