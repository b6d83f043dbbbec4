/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import io.kedge.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A write-ahead log of entries, resets and the hard state; see the package for its format and guarantees. Appends
 * collect in memory; {@link #flush()} makes them durable, all or nothing. Not safe for concurrent use, and its thread
 * must never be interrupted; only a {@link WalWork} it returns may run beside it.
 *
 * <p>The first failed write or force poisons the log: every later call throws {@link WalFailedException}. A force is
 * never retried, since the kernel may have dropped the dirty pages that it reported.
 */
public final class Wal implements Closeable {

    private final WalOptions options;
    private final BatchCodec codec;
    private final BatchBuffer batch;
    private final byte[] metadata;
    /** Oldest first; the last is written to. Never empty. */
    private final ArrayList<Segment> segments;

    private final SegmentMaker maker;
    private final SegmentRemover remover;

    private long offset;
    private long sequence;
    private int chain;
    private WalHardState hardState;
    private boolean hardStateChanged;
    private long resetIndex;
    private long lastIndex;
    private long lastTerm;
    /** The last entry before the batch being collected. */
    private long baseIndex;

    private long baseTerm;
    private @Nullable WalRecovered recovered;
    private @Nullable Throwable failure;

    private Wal(Disk disk, String directory, WalOptions options, LogReader log, BatchCodec codec) {
        this.options = options;
        this.codec = codec;
        this.batch = new BatchBuffer(options.bufferBytes());
        this.metadata = log.metadata();
        this.segments = log.used();
        this.maker =
                new SegmentMaker(disk, directory, metadata, options, current().id() + 1);
        this.remover = new SegmentRemover(disk, directory, options.listener());
        this.offset = log.endOffset();
        this.sequence = log.lastSequence();
        this.chain = log.lastChain();
        WalRecovered found = log.recovered();
        this.recovered = found;
        this.hardState = found.hardState();
        this.resetIndex = found.resetIndex();
        this.lastIndex = found.lastIndex();
        this.lastTerm = found.lastTerm();
        this.baseIndex = lastIndex;
        this.baseTerm = lastTerm;
        Segment spare = log.spare();
        if (spare != null) {
            maker.adopt(spare);
        }
    }

    /** Whether {@code directory} holds a log; one whose creation was cut short by a crash does not count. */
    public static boolean exists(Disk disk, String directory) throws IOException {
        return !LogReader.segmentIds(disk, directory).isEmpty();
    }

    /**
     * Makes an empty log, durable on return.
     *
     * @param metadata the caller's identity of this log, repeated in every segment
     */
    public static Wal create(Disk disk, String directory, WalOptions options, byte[] metadata) throws IOException {
        if (exists(disk, directory)) {
            throw new IOException("a log exists already in " + directory);
        }
        disk.createDirectory(directory);
        new SegmentMaker(disk, directory, metadata.clone(), options, 1).take(0).close();
        return open(disk, directory, options);
    }

    /**
     * Recovers a log.
     *
     * @throws WalCorruptException if it holds what no crash explains; nothing was changed then
     * @throws java.io.FileNotFoundException if there is none
     */
    public static Wal open(Disk disk, String directory, WalOptions options) throws IOException {
        BatchCodec codec = new BatchCodec();
        LogReader log = new LogReader(disk, directory, codec);
        log.read();
        return new Wal(disk, directory, options, log, codec);
    }

    /** What was found at opening. May be called until the first append, which frees it. */
    public WalRecovered recovered() {
        if (recovered == null) {
            throw new IllegalStateException("the recovered state is dropped at the first append");
        }
        return recovered;
    }

    public byte[] metadata() {
        return metadata.clone();
    }

    /**
     * Appends an entry. An index at or below {@link #lastIndex()} overwrites: that entry and all after it are gone.
     *
     * @param payload copied before return
     */
    public void appendEntry(long index, long term, byte type, byte[] payload) throws IOException {
        checkUsable();
        if (index <= resetIndex || index > lastIndex + 1) {
            throw new IllegalArgumentException(
                    "entry " + index + " does not fit a log of " + (resetIndex + 1) + ".." + lastIndex);
        }
        batch.entry(index, term, type, payload);
        lastIndex = index;
        lastTerm = term;
    }

    /**
     * Sets the hard state; the last one before a flush is written. Every batch carries it, so it costs nothing extra.
     */
    public void appendHardState(long term, long votedFor, long commit) throws IOException {
        checkUsable();
        if (term < hardState.term()) {
            throw new IllegalArgumentException("term " + term + " after term " + hardState.term());
        }
        hardState = new WalHardState(term, votedFor, commit);
        hardStateChanged = true;
    }

    /** Drops all entries; the next has index {@code index + 1}. For a snapshot install. */
    public void appendReset(long index, long term) throws IOException {
        checkUsable();
        if (index < 0) {
            throw new IllegalArgumentException("reset to " + index);
        }
        batch.reset(index, term);
        resetIndex = index;
        lastIndex = index;
        lastTerm = term;
    }

    /** Bytes collected for the next flush. */
    public int pendingBytes() {
        return batch.bodyBytes();
    }

    /**
     * Makes everything appended durable with one write and one force; does nothing if nothing was appended.
     *
     * @return bytes written
     */
    public long flush() throws IOException {
        checkUsable();
        if (batch.frames() == 0 && !hardStateChanged) {
            return 0;
        }
        long start = System.nanoTime();
        long bytes;
        try {
            bytes = writeBatch();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            throw e;
        }
        options.listener().forced(System.nanoTime() - start, bytes);
        return bytes;
    }

    private long writeBatch() throws IOException {
        int bodyBytes = batch.bodyBytes();
        long total = BatchCodec.batchBytes(bodyBytes);
        if (total > current().sizeBytes() - offset) {
            roll(total);
        }
        ByteBuffer bytes = batch.flip();
        BatchHeader header = new BatchHeader(
                sequence + 1, chain, 0, bodyBytes, 0, 0, batch.frames(), hardState, baseIndex, baseTerm);
        chain = codec.seal(bytes, current().id(), offset, header);
        current().file().write(offset, bytes);
        current().file().force();
        offset += total;
        sequence++;
        for (Segment segment : segments) {
            segment.dropLiveFrom(batch.lowestIndex());
        }
        if (batch.frames() > 0) {
            current().raiseLive(lastIndex);
        }
        batch.clear();
        hardStateChanged = false;
        baseIndex = lastIndex;
        baseTerm = lastTerm;
        return total;
    }

    private void roll(long batchBytes) throws IOException {
        Segment next = maker.take(batchBytes);
        current().close();
        segments.add(next);
        offset = SegmentHeader.bytes(metadata.length);
    }

    /**
     * The making of the next segment, to be run off this thread, or null if it is ready. If it fails, {@link
     * WalListener#nextSegmentFailed} hears it and {@link #isNextSegmentFailing()} stays true until an attempt succeeds:
     * the current segment still has room. If it is needed before it was made, {@link #flush()} makes it.
     */
    public @Nullable WalWork prepareNext() {
        return maker.isReady() ? null : maker::prepare;
    }

    public boolean isNextSegmentFailing() {
        return maker.isFailing();
    }

    /**
     * Deletes the oldest segments without an entry at or above {@code index}. Whole segments only, and never the
     * newest: older entries may remain.
     */
    public void releaseBefore(long index) throws IOException {
        WalWork work = detachBefore(index);
        if (work != null) {
            work.run();
        }
    }

    /** As {@link #releaseBefore}, but leaves the deleting to the returned work; null if there is nothing to delete. */
    public @Nullable WalWork detachBefore(long index) throws IOException {
        checkUsable();
        int count = 0;
        while (count < segments.size() - 1 && segments.get(count).lastLiveIndex() < index) {
            remover.add(segments.get(count).name());
            count++;
        }
        segments.subList(0, count).clear();
        return count == 0 ? null : remover::run;
    }

    /** Size of all segment files, the one made ahead included. */
    public long sizeBytes() {
        return segments.stream().mapToLong(Segment::sizeBytes).sum() + maker.readyBytes();
    }

    /** Segments in use; the one made ahead does not count. */
    public int segmentCount() {
        return segments.size();
    }

    /** The last appended entry's index, or the reset's; flushed or not. */
    public long lastIndex() {
        return lastIndex;
    }

    private Segment current() {
        return segments.get(segments.size() - 1);
    }

    private void checkUsable() throws WalFailedException {
        recovered = null;
        if (failure != null) {
            throw new WalFailedException(failure);
        }
    }

    /** Closes the files; what was not flushed is gone. */
    @Override
    public void close() throws IOException {
        if (failure == null) {
            failure = new IOException("the log is closed");
        }
        maker.close();
        current().close();
    }

    @Override
    public String toString() {
        return "Wal[last=" + lastIndex + ", segments=" + segments.size() + ", metadata=" + Arrays.hashCode(metadata)
                + "]";
    }
}
