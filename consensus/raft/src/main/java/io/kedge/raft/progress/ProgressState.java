/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.progress;

/** How a leader sends to one peer. */
public enum ProgressState {
    /** Where the logs agree is unknown: one append at a time, until one is accepted. */
    PROBE,
    /** Logs agree up to match: appends follow each other without waiting, within the inflight limits. */
    REPLICATE,
    /** The peer needs entries that are cut: nothing but heartbeats until it has a snapshot. */
    SNAPSHOT
}
