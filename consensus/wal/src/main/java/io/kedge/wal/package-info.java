/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The write-ahead log with the hard state, over a {@link io.kedge.disk.Disk}.
 *
 * <p><b>Layout.</b> A directory of segments {@code <id as 16 hex digits>.wal}, ids without holes. A segment is a header
 * (magic, version, id, size, metadata, CRC32C; padded to whole sectors) and then batches up to its end; unused space is
 * zero. One {@link io.kedge.wal.Wal#flush()} writes one batch: a header of {@value
 * io.kedge.wal.BatchCodec#HEADER_BYTES} bytes, 8-byte aligned frames, a trailer. The batch is the unit of checksum and
 * of recovery: after a crash it is there whole or not at all. A batch that does not fit goes to the next segment.
 *
 * <p><b>Checksums.</b> A batch header carries the sequence number of the batch, the checksum of the batch before it,
 * the checksum of its own frames, the hard state, and the (index, term) of the last entry before it. All checksums are
 * seeded with the segment's id, so bytes of another segment or place never verify. Each header attests the batch before
 * it, and was written only after that one was forced.
 *
 * <p><b>Order on disk.</b> (1) A segment is zero-filled, its header written, forced, renamed to its name, its directory
 * forced. (2) Only then the first batch is written to it. (3) A batch is forced before the next one is written, also
 * across segments. (4) Old segments are deleted oldest first, the directory forced after each.
 *
 * <p><b>What opening detects.</b> A bad batch followed by any valid later one, in this or a later segment, was once
 * durable: the log is refused. So it is if anything follows a bad batch whose header is good. A bad last batch is cut
 * if it looks torn, that is, if a sector of it (or the part of a sector where it starts or ends) is all zero, as it was
 * before the batch was written; damage in sectors that did arrive is refused. This is exact for one fault: no part of a
 * batch ever has less than two set bits, which {@link io.kedge.wal.BatchCodec} sees to. Hence a batch that lost sectors
 * on its way always has an all-zero part and is always cut, and one flipped bit never makes such a part and is always
 * refused, or harmless in unused space. What cannot be told from a batch that was never written: a last batch of which
 * whole sectors were wiped to zero after they had been forced.
 */
@NullMarked
package io.kedge.wal;

import org.jspecify.annotations.NullMarked;
