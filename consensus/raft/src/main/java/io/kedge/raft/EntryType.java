/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

/** What a log entry is for. */
public enum EntryType {
    /** The application's bytes; empty in the entry with which a leader opens its term. */
    NORMAL,
    /** An encoded {@link io.kedge.raft.membership.ConfigurationChange}. */
    CONFIGURATION
}
