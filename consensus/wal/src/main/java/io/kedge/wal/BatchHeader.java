/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

/**
 * What precedes the frames of one batch.
 *
 * @param sequence 1 for a log's first batch, then without holes, across segments
 * @param previousChain the {@code chain} of the batch before, 0 for the first
 * @param chain this header's own checksum
 * @param zeroSectors how many sectors (or parts of one) of the batch are zero by content, see {@link TailJudge}
 * @param baseIndex the last entry's index before this batch, {@code baseTerm} its term
 */
record BatchHeader(
        long sequence,
        int previousChain,
        int chain,
        int bodyBytes,
        int bodyCrc,
        int zeroSectors,
        int frames,
        WalHardState hardState,
        long baseIndex,
        long baseTerm) {

    long totalBytes() {
        return BatchCodec.HEADER_BYTES + (long) bodyBytes;
    }
}
