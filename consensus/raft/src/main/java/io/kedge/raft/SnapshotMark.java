/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.membership.Configuration;

/**
 * Where a snapshot of the application stands in the log.
 *
 * @param index last entry the snapshot covers
 * @param term term of that entry
 * @param configuration members as of {@code index}
 */
public record SnapshotMark(long index, long term, Configuration configuration) {}
