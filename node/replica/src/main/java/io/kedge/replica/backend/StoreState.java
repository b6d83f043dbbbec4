/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a durable store stands.
 *
 * @param appliedIndex of the log, 0 for none
 * @param appliedTerm of the entry at that index
 * @param configuration the cluster's configuration as encoded by the replica; opaque here
 * @param revisions current revision by space code; kept because the newest record may be compacted away
 * @param compactRevisions last compacted revision by space code, -1 for none
 * @param installedIndex applied index of the image that last replaced this store, 0 for none: while it equals
 *     appliedIndex, the log may not have been reset to it yet
 */
public record StoreState(
        long appliedIndex,
        long appliedTerm,
        byte[] configuration,
        long[] revisions,
        long[] compactRevisions,
        long installedIndex) {

    public static final StoreState EMPTY = new StoreState(0, 0, new byte[0], new long[3], new long[] {-1, -1, -1});

    /** A state that its own log led to. */
    public StoreState(
            long appliedIndex, long appliedTerm, byte[] configuration, long[] revisions, long[] compactRevisions) {
        this(appliedIndex, appliedTerm, configuration, revisions, compactRevisions, 0);
    }

    /** The same state, taken over from another member. */
    public StoreState installed() {
        return new StoreState(appliedIndex, appliedTerm, configuration, revisions, compactRevisions, appliedIndex);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoreState s
                && appliedIndex == s.appliedIndex
                && appliedTerm == s.appliedTerm
                && Arrays.equals(configuration, s.configuration)
                && Arrays.equals(revisions, s.revisions)
                && Arrays.equals(compactRevisions, s.compactRevisions)
                && installedIndex == s.installedIndex;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(appliedIndex * 31 + appliedTerm);
    }

    @Override
    public String toString() {
        return "applied " + appliedIndex + "@" + appliedTerm + " revisions " + Arrays.toString(revisions)
                + " compacted " + Arrays.toString(compactRevisions);
    }
}
