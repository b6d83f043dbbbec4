/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import io.kedge.disk.Disk;
import io.kedge.disk.DiskFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the segments of a directory in order, then leaves the log ready to append: torn bytes zeroed, everything
 * that was read forced (after a process crash it may be in the page cache only). Nothing is changed before all is
 * verified. Used once.
 */
final class LogReader {

    private final Disk disk;
    private final String directory;
    private final BatchCodec codec;
    private final TailJudge judge;
    private final Replay replay = new Replay();

    /** Segments up to the one that holds the last batch. */
    private final ArrayList<Segment> used = new ArrayList<>();
    /** Segments after that one, in which no batch verifies. */
    private final ArrayList<Segment> unused = new ArrayList<>();

    private final ArrayList<TornRange> torn = new ArrayList<>();
    private final SegmentWindow window = new SegmentWindow();
    private byte @Nullable [] metadata;
    private @Nullable BatchHeader last;
    /** Where the batches of the last used segment end. */
    private int endOffset;

    private record TornRange(Segment segment, int from, int to) {}

    LogReader(Disk disk, String directory, BatchCodec codec) {
        this.disk = disk;
        this.directory = directory;
        this.codec = codec;
        this.judge = new TailJudge(codec);
    }

    static List<Long> segmentIds(Disk disk, String directory) throws IOException {
        return disk.list(directory).stream()
                .filter(Segment::isSegment)
                .map(Segment::id)
                .toList();
    }

    /** On failure all files are closed again. */
    void read() throws IOException {
        List<Long> ids = segmentIds(disk, directory);
        if (ids.isEmpty()) {
            throw new FileNotFoundException("no log in " + directory);
        }
        try {
            for (int i = 0; i < ids.size(); i++) {
                long expected = ids.get(0) + i;
                if (ids.get(i) != expected) {
                    throw new WalCorruptException(Segment.name(directory, expected), 0, "the segment is missing");
                }
                readSegment(expected);
            }
            makeAppendable();
        } catch (IOException | RuntimeException e) {
            closeAll(e);
            throw e;
        }
    }

    private void readSegment(long id) throws IOException {
        String name = Segment.name(directory, id);
        DiskFile file = disk.open(name);
        Segment segment = new Segment(id, name, file.sizeBytes(), file);
        boolean mayHoldBatches = unused.isEmpty() || mayHoldTheFirst(id);
        unused.add(segment);
        window.open(segment);
        SegmentHeader header = SegmentHeader.decode(window, name);
        if (metadata != null && !Arrays.equals(metadata, header.metadata())) {
            throw new WalCorruptException(name, 0, "belongs to another log: its metadata differs");
        }
        metadata = header.metadata();
        int start = header.bytes();
        int end = mayHoldBatches ? readBatches(segment, start) : start;
        if (used.isEmpty() && unused.get(0).id() != 1) {
            throw new WalCorruptException(name, start, "the oldest segment does not start with a batch");
        }
        int dirtyEnd = judge.checkTail(window, end, name, id);
        if (dirtyEnd > end) {
            torn.add(new TornRange(segment, end, dirtyEnd));
        }
    }

    /** A log's very first batch stands in its second segment if it was too large for the first. */
    private boolean mayHoldTheFirst(long id) {
        return id == 2 && used.isEmpty();
    }

    /** Replays batches from {@code start} on and returns where they end. */
    private int readBatches(Segment segment, int start) throws IOException {
        int at = start;
        while (true) {
            BatchHeader header = codec.readHeader(window, at, segment.id());
            ByteBuffer frames = header == null ? null : codec.readFrames(window, at, segment.id(), header);
            if (header == null || frames == null) {
                return at;
            }
            checkFollows(header, segment, at);
            if (at == start) {
                startUsing(segment);
            }
            replay.batch(header, frames, at, used);
            last = header;
            at += (int) header.totalBytes();
            endOffset = at;
        }
    }

    private void checkFollows(BatchHeader header, Segment segment, int at) throws WalCorruptException {
        if (used.isEmpty() && unused.get(0).id() != 1) {
            return;
        }
        long expected = last == null ? 1 : last.sequence() + 1;
        int chain = last == null ? 0 : last.chain();
        if (header.sequence() == expected && header.previousChain() == chain) {
            return;
        }
        Segment before = used.isEmpty() ? unused.get(0) : used.get(used.size() - 1);
        boolean lostBefore = before != segment;
        int end = used.isEmpty() ? SegmentHeader.bytes(metadata().length) : endOffset;
        throw new WalCorruptException(
                before.name(),
                lostBefore ? end : at,
                "batch " + expected + " does not verify, but batch " + header.sequence() + " of " + segment.name()
                        + " does");
    }

    private void startUsing(Segment segment) throws WalCorruptException {
        if (!torn.isEmpty()) {
            TornRange range = torn.get(0);
            throw new WalCorruptException(
                    range.segment.name(), range.from, "does not verify, but " + segment.name() + " goes on");
        }
        used.addAll(unused);
        unused.clear();
    }

    private void makeAppendable() throws IOException {
        if (used.isEmpty()) {
            Segment first = unused.remove(0);
            used.add(first);
            endOffset = SegmentHeader.bytes(metadata().length);
        }
        for (TornRange range : torn) {
            SegmentMaker.fillWithZeros(range.segment.file(), range.from, range.to);
            range.segment.file().force();
        }
        used.get(used.size() - 1).file().force();
        disk.forceDirectory(directory);
        for (Segment older : used.subList(0, used.size() - 1)) {
            older.close();
        }
        while (unused.size() > 1) {
            Segment newest = unused.remove(unused.size() - 1);
            newest.close();
            disk.delete(newest.name());
            disk.forceDirectory(directory);
        }
        for (String child : disk.list(directory)) {
            if (child.endsWith(Segment.UNFINISHED_SUFFIX)) {
                disk.delete(directory + "/" + child);
            }
        }
    }

    private void closeAll(Exception cause) {
        used.addAll(unused);
        for (Segment segment : used) {
            try {
                segment.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    byte[] metadata() {
        return metadata == null ? new byte[0] : metadata;
    }

    WalRecovered recovered() {
        return replay.result(metadata());
    }

    ArrayList<Segment> used() {
        return used;
    }

    /** A finished segment to go on with when the last used one is full. */
    @Nullable
    Segment spare() {
        return unused.isEmpty() ? null : unused.get(0);
    }

    int endOffset() {
        return endOffset;
    }

    long lastSequence() {
        return last == null ? 0 : last.sequence();
    }

    int lastChain() {
        return last == null ? 0 : last.chain();
    }
}
