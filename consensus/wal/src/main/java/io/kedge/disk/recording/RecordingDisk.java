/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk.recording;

import io.kedge.disk.Disk;
import io.kedge.disk.DiskFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A {@link Disk} in memory that records each operation and makes the images that a power loss between any two of them
 * may leave. An image is a disk of this kind again, with an empty journal. Safe for use by several threads; the journal
 * is then one of the possible orders.
 *
 * <p>Model: forced bytes and lengths stay, names stay once their directory was forced, everything else is subject to
 * {@link CrashStyle}. Sectors of 512 bytes are atomic. Operations on one name survive in order; a rename is atomic.
 */
public final class RecordingDisk implements Disk {

    private final Map<String, Integer> names = new TreeMap<>();
    private final Map<Integer, Content> contents = new TreeMap<>();
    private final TreeSet<String> directories = new TreeSet<>();
    private final List<Step> journal = new ArrayList<>();
    private final Map<DiskOperation, Fault> faults = new EnumMap<>(DiskOperation.class);
    /** What was there before the journal began, all durable. */
    private final Map<String, Content> base;

    private final TreeSet<String> baseDirectories;
    /** The state at the point asked for last: images are usually asked for in order. */
    private DurableState cursor;

    private static final class Fault {
        private final String message;
        private int passesLeft;

        Fault(String message, int passesLeft) {
            this.message = message;
            this.passesLeft = passesLeft;
        }
    }

    /** An empty disk. */
    public RecordingDisk() {
        this(Map.of(), new TreeSet<>());
    }

    private RecordingDisk(Map<String, Content> base, TreeSet<String> directories) {
        this.base = base;
        this.baseDirectories = directories;
        this.directories.addAll(directories);
        this.directories.add("");
        this.cursor = start();
        cursor.names.forEach(names::put);
        cursor.files.forEach((file, content) -> contents.put(file, content.share()));
    }

    /** A disk that holds {@code files} (by name), all durable. */
    public static RecordingDisk of(Map<String, byte[]> files) {
        Map<String, Content> base = new TreeMap<>();
        TreeSet<String> directories = new TreeSet<>();
        files.forEach((name, bytes) -> {
            base.put(name, new Content(bytes, bytes.length, true));
            for (String parent = parent(name); !parent.isEmpty(); parent = parent(parent)) {
                directories.add(parent);
            }
        });
        return new RecordingDisk(base, directories);
    }

    private DurableState start() {
        DurableState state = new DurableState();
        int file = 0;
        for (Map.Entry<String, Content> entry : base.entrySet()) {
            state.names.put(entry.getKey(), file);
            state.files.put(file, entry.getValue().share());
            file++;
        }
        state.directories.addAll(baseDirectories);
        return state;
    }

    /** All files as a program sees them now. */
    public synchronized Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        names.forEach((name, file) -> files.put(name, content(file).toArray()));
        return files;
    }

    /** How many operations were recorded: the number of the crash point that is now. */
    public synchronized int position() {
        return journal.size();
    }

    /** All moments at which the power may have gone, from before the first operation to now. */
    public synchronized List<CrashPoint> points() {
        List<CrashPoint> points = new ArrayList<>();
        points.add(new CrashPoint(0, "start"));
        for (Step step : journal) {
            points.add(new CrashPoint(points.size(), step.describe()));
        }
        return points;
    }

    /** What may be left if the power went at {@code point}; equal arguments give equal images. */
    public synchronized RecordingDisk image(int point, CrashStyle style, long seed) {
        if (point < 0 || point > journal.size()) {
            throw new IllegalArgumentException("no crash point " + point);
        }
        if (cursor.steps() > point) {
            cursor = start();
        }
        while (cursor.steps() < point) {
            cursor.advance(journal.get(cursor.steps()));
        }
        return new RecordingDisk(new CrashImage(cursor, style, seed).build(), new TreeSet<>(cursor.directories));
    }

    /** Lets the {@code nth} next operation of this kind and all after it fail with {@code message}, until healed. */
    public synchronized void failFrom(DiskOperation operation, int nth, String message) {
        faults.put(operation, new Fault(message, nth - 1));
    }

    /** As a full disk: files cannot be made or grown, and overwriting in place fails too. */
    public synchronized void failWithNoSpace() {
        failFrom(DiskOperation.CREATE, 1, "No space left on device");
        failFrom(DiskOperation.WRITE, 1, "No space left on device");
    }

    /** Ends all faults. */
    public synchronized void heal() {
        faults.clear();
    }

    synchronized void before(DiskOperation operation) throws IOException {
        Fault fault = faults.get(operation);
        if (fault != null && fault.passesLeft-- <= 0) {
            throw new IOException(fault.message);
        }
    }

    synchronized void record(Step step) {
        journal.add(step);
    }

    @Override
    public synchronized DiskFile create(String name) throws IOException {
        before(DiskOperation.CREATE);
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        if (!directories.contains(parent(name))) {
            throw new NoSuchFileException(name);
        }
        int file = contents.size();
        contents.put(file, Content.empty());
        names.put(name, file);
        record(new Step.Create(name, file));
        return open(name);
    }

    @Override
    public synchronized DiskFile open(String name) throws IOException {
        int file = number(name);
        return new RecordingFile(this, name, file, content(file));
    }

    @Override
    public synchronized boolean exists(String name) {
        return names.containsKey(name) || directories.contains(name);
    }

    @Override
    public synchronized List<String> list(String directory) {
        return names.keySet().stream()
                .filter(name -> parent(name).equals(directory))
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .toList();
    }

    @Override
    public synchronized void createDirectory(String directory) {
        for (String made = directory; directories.add(made); made = parent(made)) {
            record(new Step.CreateDirectory(made));
        }
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        before(DiskOperation.RENAME);
        if (!parent(from).equals(parent(to))) {
            throw new IllegalArgumentException("rename across directories: " + from + " to " + to);
        }
        Step.Rename step = new Step.Rename(from, to, number(from));
        DurableState.apply(step, names);
        record(step);
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        before(DiskOperation.DELETE);
        number(name);
        names.remove(name);
        record(new Step.Delete(name));
    }

    @Override
    public synchronized void forceDirectory(String directory) throws IOException {
        before(DiskOperation.FORCE_DIRECTORY);
        if (!directories.contains(directory)) {
            throw new NoSuchFileException(directory);
        }
        record(new Step.ForceDirectory(directory));
    }

    private int number(String name) throws NoSuchFileException {
        Integer file = names.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    private Content content(int file) {
        Content content = contents.get(file);
        if (content == null) {
            throw new IllegalStateException("file " + file + " has no content");
        }
        return content;
    }

    static String parent(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }
}
