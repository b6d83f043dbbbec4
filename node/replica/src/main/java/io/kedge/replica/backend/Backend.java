/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

import io.kedge.model.KeyValue;
import io.kedge.model.Space;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The on-disk half of the store: immutable segments of records in the order of (space, revision, sub-revision), made
 * current by an atomically replaced manifest.
 *
 * <p>Invariant: everything up to {@link #state()}'s applied index is in the segments, and nothing beyond it. Threads:
 * {@link #flush}, {@link #merge} and {@link #close} on one storage thread; {@link #get} and {@link #scan} on any thread
 * that may block, also while a flush or merge runs.
 */
public interface Backend extends Closeable {

    /** What is durable; {@link StoreState#EMPTY} for a new store. */
    StoreState state();

    /** All records, in order; used once, at start, to rebuild the index. */
    void load(RecordVisitor visitor) throws IOException;

    /** One record, or null if it is not (or no longer) on disk. */
    @Nullable
    KeyValue get(Space space, long revision, int sub) throws IOException;

    /** The records of {@code space} with {@code from <= revision < to}, in order. */
    void scan(Space space, long from, long to, RecordVisitor visitor) throws IOException;

    /** Makes {@code records} and {@code state} durable together, as one new segment. On failure nothing is current. */
    void flush(StoreState state, RecordSource records) throws IOException;

    /**
     * Rewrites segments without their dead records, as many as pay off, or all that have any if {@code full}. The state
     * does not change. Returns whether anything was rewritten.
     */
    boolean merge(Liveness liveness, boolean full) throws IOException;

    /** The durable state and its files, held until closed. Any thread. */
    StoreImage pin();

    /**
     * Begins to take in the image of another member's store of the same kind, beside the current state.
     *
     * @param manifest as {@link StoreImage#manifest} gave it
     * @throws IOException if these bytes are no manifest that this version reads
     */
    StoreIntake receive(byte[] manifest) throws IOException;

    /** Bytes of all current files. */
    long sizeBytes();

    /** An estimate of the bytes that a full merge would leave. */
    long sizeInUseBytes(Liveness liveness);
}
