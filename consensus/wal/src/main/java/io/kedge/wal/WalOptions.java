/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

/**
 * Sizes of a log and its listener.
 *
 * @param segmentBytes size of a segment file; a batch that does not fit any gets a larger segment of its own
 * @param batchBytes {@link WalThread} flushes when a batch has reached this size, also when more is queued
 * @param bufferBytes the write buffer's size between flushes; it grows beyond it for a larger batch only
 */
public record WalOptions(int segmentBytes, int batchBytes, int bufferBytes, WalListener listener) {

    private static final int SEGMENT_BYTES_MIN = 2048;

    public WalOptions {
        if (segmentBytes < SEGMENT_BYTES_MIN || segmentBytes % BatchCodec.SECTOR_BYTES != 0) {
            throw new IllegalArgumentException(
                    "segmentBytes must be whole sectors and at least " + SEGMENT_BYTES_MIN + ", not " + segmentBytes);
        }
        if (batchBytes <= 0 || bufferBytes < BatchCodec.batchBytes(0)) {
            throw new IllegalArgumentException("batchBytes " + batchBytes + ", bufferBytes " + bufferBytes);
        }
    }

    /** Segments of 64 MiB, batches of at most about 4 MiB, a buffer of 1 MiB. */
    public static WalOptions defaults() {
        return new WalOptions(64 << 20, 4 << 20, 1 << 20, WalListener.NONE);
    }

    public WalOptions withSegmentBytes(int bytes) {
        return new WalOptions(bytes, batchBytes, bufferBytes, listener);
    }

    public WalOptions withListener(WalListener other) {
        return new WalOptions(segmentBytes, batchBytes, bufferBytes, other);
    }
}
