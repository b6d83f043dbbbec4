/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

/**
 * Bytes and pieces in use, within {@code 0 <= used <= max}. One piece may be larger than all bytes allowed if nothing
 * else is in use, as it could never be sent otherwise. One thread.
 */
final class Budget {
    private final long maxBytes;
    private final int maxPieces;
    private long bytes;
    private int pieces;

    Budget(long maxBytes, int maxPieces) {
        this.maxBytes = maxBytes;
        this.maxPieces = maxPieces;
    }

    boolean tryAcquire(long wantedBytes) {
        if (pieces > 0 && (pieces >= maxPieces || bytes + wantedBytes > maxBytes)) {
            return false;
        }
        pieces++;
        bytes += wantedBytes;
        return true;
    }

    void release(long freedBytes, int freedPieces) {
        bytes -= freedBytes;
        pieces -= freedPieces;
        if (bytes < 0 || pieces < 0) {
            throw new IllegalStateException("released more than was acquired: " + bytes + ", " + pieces);
        }
    }

    long bytes() {
        return bytes;
    }
}
