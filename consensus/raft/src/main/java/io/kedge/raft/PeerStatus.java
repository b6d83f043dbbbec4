/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.progress.ProgressState;

/** A leader's view of one peer, for people and metrics. */
public record PeerStatus(
        long match, long next, ProgressState state, boolean recentlyActive, int inflightMessages, long inflightBytes) {}
