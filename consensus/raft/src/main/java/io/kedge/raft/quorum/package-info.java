/* SPDX-License-Identifier: Apache-2.0 */
/** Quorum arithmetic: stateless, over one set of voters or two (joint). */
@NullMarked
package io.kedge.raft.quorum;

import org.jspecify.annotations.NullMarked;
