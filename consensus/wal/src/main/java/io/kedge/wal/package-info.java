/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The write-ahead log with the hard state, over a {@link io.kedge.disk.Disk}.
 *
 * <p><b>Layout.</b> A directory of segments {@code <id as 16 hex digits>.wal}, ids without holes. A segment is a header
 * (magic, version, id, size, metadata, CRC32C; padded to whole sectors) and then batches up to its end; unused space is
 * zero. One {@link io.kedge.wal.Wal#flush()} writes one batch: a header of {@value
 * io.kedge.wal.BatchCodec#HEADER_BYTES} bytes and 8-byte aligned frames. The batch is the unit of checksum and of
 * recovery: after a crash it is there whole or not at all. A batch that does not fit goes to the next segment.
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
 * durable: the log is refused. A bad last batch is cut only if it looks torn, that is, if whole sectors of it that had
 * content are zero, as they were before it was written; damage in sectors that did arrive is refused. A sector
 * that is zero only because its one set bit flipped is told apart by the checksum. So every single flipped bit is
 * refused or harmless. What cannot be told from a batch that was never
 * written: a last batch of which whole sectors were wiped to zero after they had been forced.
 */
@NullMarked
package io.kedge.wal;

import org.jspecify.annotations.NullMarked;
