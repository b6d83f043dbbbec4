/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.snapshot;

/**
 * Bounds of snapshot transfers.
 *
 * @param chunkBytes of one piece, 64 to 256 KiB
 * @param window pieces asked for and not yet written, 2 to 4
 * @param answerMillis how long one question may stay without answer
 * @param retryMillis pause after a failed question
 * @param stallMillis without progress, after which a fetch is given up
 * @param idleMillis without a question, after which the sender lets its snapshot go
 * @param transfersMax snapshots a sender holds at once
 */
public record SnapshotLimits(
        int chunkBytes,
        int window,
        int answerMillis,
        int retryMillis,
        int stallMillis,
        int idleMillis,
        int transfersMax) {
    public static final int CHUNK_BYTES_MIN = 64 << 10;
    public static final int CHUNK_BYTES_MAX = 256 << 10;

    public SnapshotLimits {
        if (chunkBytes < CHUNK_BYTES_MIN || chunkBytes > CHUNK_BYTES_MAX || window < 2 || window > 4) {
            throw new IllegalArgumentException("chunk or window out of bounds: " + chunkBytes + ", " + window);
        }
    }

    public static SnapshotLimits defaults() {
        return new SnapshotLimits(128 << 10, 3, 5_000, 250, 60_000, 60_000, 2);
    }
}
