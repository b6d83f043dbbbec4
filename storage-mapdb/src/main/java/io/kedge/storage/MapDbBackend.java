/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.disk.Disk;
import io.kedge.model.KeyValue;
import io.kedge.model.Space;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.Liveness;
import io.kedge.replica.backend.RecordSource;
import io.kedge.replica.backend.RecordVisitor;
import io.kedge.replica.backend.StoreImage;
import io.kedge.replica.backend.StoreIntake;
import io.kedge.replica.backend.StoreState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store of immutable MapDB segments. The package's description says in which order things become durable.
 *
 * <p>After any failure of a flush or merge the store is broken: what the disk then holds is known again only after an
 * open, so every later write fails; reads go on. A full merge rewrites up to {@link StorageOptions#mergeBytesMax} a
 * call: it is complete when it returns false.
 */
public final class MapDbBackend implements Backend {

    static final Logger LOG = LoggerFactory.getLogger(MapDbBackend.class);

    private static final double REWRITE_BELOW_LIVE_SHARE = 0.5;

    private final Disk disk;
    private final String directory;
    private final StorageOptions options;
    private final ManifestFile manifestFile;

    /** Replaced as a whole by the storage thread, read by all. */
    private volatile View view;

    private volatile boolean closed;
    private volatile boolean replaced;
    private @Nullable Throwable broken;
    private long nextNumber;

    private record View(StoreState state, Catalog catalog, long manifestBytes) {}

    private interface Change {
        boolean apply() throws IOException;
    }

    private MapDbBackend(Disk disk, String directory, StorageOptions options, ManifestFile file, OpenedStore opened) {
        this.disk = disk;
        this.directory = directory;
        this.options = options;
        this.manifestFile = file;
        this.view = new View(opened.manifest().state(), opened.catalog(), opened.manifestBytes());
        this.nextNumber = opened.manifest().nextNumber();
    }

    /**
     * Opens or creates the store in {@code directory}, which no one else may have open, and removes what a crash left
     * behind.
     *
     * @throws StorageCorruptException naming file and offset of any damage
     */
    public static MapDbBackend open(Disk disk, String directory, StorageOptions options) throws IOException {
        ManifestFile file = new ManifestFile(disk, directory);
        return new MapDbBackend(
                disk, directory, options, file, OpenedStore.open(disk, directory, file, options.verifyOnOpen()));
    }

    @Override
    public StoreState state() {
        return view.state();
    }

    @Override
    public void load(RecordVisitor visitor) throws IOException {
        for (Space space : Space.values()) {
            scan(space, RecordKey.startOf(space, Long.MIN_VALUE), RecordKey.endOf(space.code()), visitor);
        }
    }

    @Override
    public @Nullable KeyValue get(Space space, long revision, int sub) throws IOException {
        RecordKey key = RecordKey.of(space, revision, sub);
        while (true) {
            requireOpen();
            Segment segment = view.catalog().find(space, key);
            if (segment == null) {
                return null;
            }
            // A segment that cannot be acquired was replaced after the view was read: the next view has its successor.
            if (segment.tryAcquire()) {
                try {
                    return segment.get(key);
                } finally {
                    segment.release();
                }
            }
        }
    }

    @Override
    public void scan(Space space, long from, long to, RecordVisitor visitor) throws IOException {
        if (from < to) {
            scan(space, RecordKey.startOf(space, from), RecordKey.startOf(space, to), visitor);
        }
    }

    private void scan(Space space, RecordKey from, RecordKey to, RecordVisitor visitor) throws IOException {
        List<Segment> held = acquire(space, from, to);
        try {
            for (Segment segment : held) {
                SegmentCursor cursor = new SegmentCursor(segment, from, to);
                while (!visitor.isFull() && cursor.next()) {
                    visitor.record(space, cursor.key().sub(), cursor.value());
                }
            }
        } finally {
            held.forEach(Segment::release);
        }
    }

    /** Holds all segments of one view, so that a merge in the meantime changes nothing for this reader. */
    private List<Segment> acquire(Space space, RecordKey from, RecordKey to) throws IOException {
        while (true) {
            requireOpen();
            List<Segment> held = new ArrayList<>();
            boolean all = true;
            for (Segment segment : view.catalog().between(space, from, to)) {
                if (!segment.tryAcquire()) {
                    all = false;
                    break;
                }
                held.add(segment);
            }
            if (all) {
                return held;
            }
            held.forEach(Segment::release);
        }
    }

    @Override
    public void flush(StoreState state, RecordSource records) throws IOException {
        requireWritable();
        Catalog catalog = view.catalog();
        FlushCheck check = new FlushCheck(catalog);
        records.forEach(check);
        int end = catalog.segments().size();
        if (check.count() == 0) {
            change(() -> commit(state, new MergeGroup(end, end), List.of()));
            return;
        }
        PageFormat format = check.format(options);
        change(() -> {
            List<SegmentInfo> written = write(
                    format,
                    series -> records.forEach((space, sub, kv) -> {
                        RecordKey key = RecordKey.of(space, kv.modRevision(), sub);
                        series.append(key, StoredRecord.of(key, kv));
                    }));
            return commit(state, new MergeGroup(end, end), written);
        });
    }

    @Override
    public boolean merge(Liveness liveness, boolean full) throws IOException {
        requireWritable();
        LiveShare share = new LiveShare(liveness);
        boolean rewritten = false;
        long leftBytes = options.mergeBytesMax();
        int from = 0;
        while (leftBytes > 0) {
            MergeGroup group = full ? fullGroup(share, from) : payingGroup(share);
            if (group == null) {
                return rewritten;
            }
            List<Segment> rewritable = view.catalog().segments().subList(group.start(), group.end());
            leftBytes -= dataBytes(rewritable);
            int before = view.catalog().segments().size();
            change(() -> rewrite(group, liveness));
            rewritten = true;
            if (!full) {
                return true;
            }
            from = group.end() + view.catalog().segments().size() - before;
        }
        return rewritten;
    }

    private @Nullable MergeGroup payingGroup(LiveShare share) throws IOException {
        List<Segment> segments = view.catalog().segments();
        MergePlan plan = planFor(segments);
        MergeGroup crowded = plan.crowdedTier();
        return crowded != null || !share.deadAreMany(segments)
                ? crowded
                : plan.mostlyDead(index -> share.of(segments.get(index)) < REWRITE_BELOW_LIVE_SHARE);
    }

    private @Nullable MergeGroup fullGroup(LiveShare share, int from) throws IOException {
        List<Segment> segments = view.catalog().segments();
        return planFor(segments).untidy(from, index -> share.hasDead(segments.get(index)));
    }

    private MergePlan planFor(List<Segment> segments) {
        return new MergePlan(segments.stream().map(Segment::info).toList(), options);
    }

    private boolean rewrite(MergeGroup group, Liveness liveness) throws IOException {
        List<Segment> all = view.catalog().segments();
        List<Segment> earlier = all.subList(0, group.start());
        List<Segment> sources = all.subList(group.start(), group.end());
        int longest = 0;
        for (Segment segment : sources) {
            longest = Math.max(longest, segment.info().longestBytes());
        }
        PageFormat format = PageFormat.choose(
                longest, Math.min(dataBytes(sources), options.segmentBytesMax()), options.pageBytesMax());
        List<SegmentInfo> written =
                write(format, series -> copyLive(earlier, sources, liveness, series, (int) nextNumber));
        return commit(view.state(), group, written);
    }

    /**
     * A dead tombstone stays while an older version of its key may be stored, here or in an earlier segment: without
     * it, that version would be the newest found at the next start, and the key would be back. A tombstone with a
     * create revision hides nothing older than that; others have 0 and may hide anything.
     *
     * @param earlier all segments before {@code sources}
     * @param salt another at each merge, so that no two keys collide in all of them
     */
    private static void copyLive(
            List<Segment> earlier, List<Segment> sources, Liveness liveness, SegmentSeries target, int salt)
            throws IOException {
        long records =
                sources.stream().mapToLong(source -> source.info().count()).sum();
        int mask = (int) Long.highestOneBit(Math.min(1 << 24, 64 + records * 8)) - 1;
        for (Space space : Space.values()) {
            // Keys copied so far, by hash: a collision only keeps a tombstone for longer.
            BitSet copied = new BitSet();
            long earlierEnd = lastRevision(earlier, space);
            for (Segment source : sources) {
                SpaceRange range = source.info().range(space);
                if (range == null) {
                    continue;
                }
                SegmentCursor cursor = new SegmentCursor(source, range.first(), range.end());
                while (cursor.next()) {
                    RecordKey key = cursor.key();
                    KeyValue kv = cursor.value();
                    int bit = ((kv.key().hashCode() ^ salt) * 0x9E3779B1 >>> 8) & mask;
                    boolean live = liveness.isLive(space, kv.key(), key.revision(), key.sub());
                    if (live || kv.isTombstone() && (kv.createRevision() <= earlierEnd || copied.get(bit))) {
                        copied.set(bit);
                        target.append(key, cursor.stored());
                    }
                }
            }
        }
    }

    private static long lastRevision(List<Segment> segments, Space space) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            SpaceRange range = segments.get(i).info().range(space);
            if (range != null) {
                return range.last().revision();
            }
        }
        return -1;
    }

    private interface SeriesFiller {
        void fill(SegmentSeries series) throws IOException;
    }

    private List<SegmentInfo> write(PageFormat format, SeriesFiller filler) throws IOException {
        SegmentSeries series = new SegmentSeries(disk, directory, options, format, nextNumber);
        try {
            filler.fill(series);
            List<SegmentInfo> written = series.finish();
            nextNumber += written.size();
            return written;
        } catch (IOException | RuntimeException | Error e) {
            series.abandon();
            throw e;
        }
    }

    /** Makes {@code written} current in place of the group's segments; the manifest's rename is the commit. */
    private boolean commit(StoreState state, MergeGroup group, List<SegmentInfo> written) throws IOException {
        List<Segment> added = new ArrayList<>();
        try {
            for (SegmentInfo info : written) {
                added.add(Segment.open(disk, directory, info, false));
            }
            View old = view;
            Catalog catalog = new Catalog(old.catalog().replacing(group.start(), group.end(), added));
            List<SegmentInfo> infos =
                    catalog.segments().stream().map(Segment::info).toList();
            long manifestBytes = manifestFile.write(new Manifest(state, nextNumber, infos));
            view = new View(state, catalog, manifestBytes);
            old.catalog().segments().subList(group.start(), group.end()).forEach(Segment::replace);
            return true;
        } catch (IOException | RuntimeException | Error e) {
            added.forEach(Segment::release);
            throw e;
        }
    }

    private void change(Change change) throws IOException {
        try {
            change.apply();
        } catch (UncheckedIOException e) {
            broken = e;
            throw new IOException("writing the store failed", e.getCause());
        } catch (IOException | RuntimeException | Error e) {
            broken = e;
            throw e;
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the store in " + directory + " is closed");
        }
    }

    private void requireWritable() throws IOException {
        requireOpen();
        if (broken != null) {
            throw new IOException("the store in " + directory + " takes no writes after an earlier failure", broken);
        }
    }

    @Override
    public StoreImage pin() {
        while (true) {
            View now = view;
            List<Segment> held = new ArrayList<>();
            for (Segment segment : now.catalog().segments()) {
                if (segment.tryAcquire()) {
                    held.add(segment);
                }
            }
            if (held.size() == now.catalog().segments().size()) {
                List<SegmentInfo> infos = held.stream().map(Segment::info).toList();
                return new PinnedImage(new Manifest(now.state(), 1, infos), held);
            }
            held.forEach(Segment::release);
        }
    }

    /** On the storage thread, as {@link StoreIntake#install}; the bytes may be written on another one meanwhile. */
    @Override
    public StoreIntake receive(byte[] manifest) throws IOException {
        requireWritable();
        Manifest theirs = ManifestCodec.decode("the image's manifest", manifest);
        List<SegmentInfo> infos = new ArrayList<>();
        for (SegmentInfo info : theirs.segments()) {
            infos.add(new SegmentInfo(
                    nextNumber++, info.pageBytes(), info.longestBytes(), info.pageChecksums(), info.ranges()));
        }
        Manifest ours = new Manifest(theirs.state().installed(), nextNumber, List.copyOf(infos));
        return new MapDbIntake(this, disk, directory, options.forceStepBytes(), ours);
    }

    /** Makes {@code segments}, all durable, current in place of all that was. The manifest's rename is the commit. */
    Backend replaceBy(Manifest manifest, List<Segment> segments) throws IOException {
        requireWritable();
        Catalog catalog;
        try {
            catalog = new Catalog(segments);
        } catch (IllegalArgumentException e) {
            throw new IOException("the image's segments overlap", e);
        }
        Manifest next =
                new Manifest(manifest.state(), Math.max(nextNumber, manifest.nextNumber()), manifest.segments());
        try {
            long bytes = manifestFile.write(next);
            broken = new IOException("another store has taken this one's place");
            replaced = true;
            return new MapDbBackend(disk, directory, options, manifestFile, new OpenedStore(next, catalog, bytes));
        } catch (IOException | RuntimeException | Error e) {
            broken = e;
            throw e;
        }
    }

    @Override
    public long sizeBytes() {
        View now = view;
        long bytes = now.manifestBytes();
        for (Segment segment : now.catalog().segments()) {
            bytes += segment.info().fileBytes();
        }
        return bytes;
    }

    @Override
    public long sizeInUseBytes(Liveness liveness) {
        View now = view;
        return now.manifestBytes()
                + new LiveShare(liveness).liveBytes(now.catalog().segments());
    }

    private static long dataBytes(List<Segment> segments) {
        return segments.stream()
                .mapToLong(segment -> segment.info().dataBytes())
                .sum();
    }

    /** Readers inside a call finish it; the last of them unmaps its files. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            view.catalog().segments().forEach(replaced ? Segment::replace : Segment::release);
        }
    }
}
