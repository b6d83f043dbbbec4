/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

/**
 * What precedes the frames of one batch.
 *
 * @param sequence 1 for a log's first batch, then without holes, across segments
 * @param previousChain the {@code chain} of the batch before, 0 for the first
 * @param chain this header's own checksum
 * @param bodyBytes of the frames alone
 * @param mask what every 4 bytes of the frames on the disk are xored with
 * @param baseIndex the last entry's index before this batch, {@code baseTerm} its term
 */
record BatchHeader(
        long sequence,
        int previousChain,
        int chain,
        int bodyBytes,
        int bodyCrc,
        int mask,
        int frames,
        WalHardState hardState,
        long baseIndex,
        long baseTerm) {

    long totalBytes() {
        return BatchCodec.batchBytes(bodyBytes);
    }
}
