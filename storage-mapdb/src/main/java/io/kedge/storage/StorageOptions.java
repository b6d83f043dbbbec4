/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

/**
 * Sizes and limits of a store; none of them is part of the format.
 *
 * @param segmentBytesMax records of a segment, after which a flush or merge begins another; at most 1 GiB
 * @param forceStepBytes written between two forces of a segment, so that no other file waits behind a long one
 * @param mergeBytesMax records that one call of merge rewrites at most, unless a single segment has more
 * @param pageBytesMax the largest page, a power of two; a record must fit one
 * @param tierSegmentsMax neighbouring segments of about one size that are left alone
 * @param verifyOnOpen whether an open reads every segment and compares its checksums
 */
public record StorageOptions(
        long segmentBytesMax,
        long forceStepBytes,
        long mergeBytesMax,
        int pageBytesMax,
        int tierSegmentsMax,
        boolean verifyOnOpen) {

    private static final long MIB = 1 << 20;

    public static final StorageOptions DEFAULT =
            new StorageOptions(256 * MIB, 8 * MIB, 1024 * MIB, (int) (64 * MIB), 8, true);

    public StorageOptions {
        if (segmentBytesMax < 1 || segmentBytesMax > 1024 * MIB) {
            throw new IllegalArgumentException("segmentBytesMax " + segmentBytesMax + " not in 1..1 GiB");
        }
        if (forceStepBytes < 1 || mergeBytesMax < 1 || tierSegmentsMax < 1) {
            throw new IllegalArgumentException("steps and limits must be positive");
        }
        if (pageBytesMax < PageFormat.PAGE_BYTES_MIN
                || pageBytesMax > 128 * MIB
                || Integer.bitCount(pageBytesMax) != 1) {
            throw new IllegalArgumentException(
                    "pageBytesMax " + pageBytesMax + " is no power of two in 4 KiB..128 MiB");
        }
    }

    public StorageOptions withVerifyOnOpen(boolean verify) {
        return new StorageOptions(
                segmentBytesMax, forceStepBytes, mergeBytesMax, pageBytesMax, tierSegmentsMax, verify);
    }

    public StorageOptions withSegmentBytesMax(long bytes) {
        return new StorageOptions(bytes, forceStepBytes, mergeBytesMax, pageBytesMax, tierSegmentsMax, verifyOnOpen);
    }
}
