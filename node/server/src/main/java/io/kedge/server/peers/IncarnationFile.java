/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import io.kedge.disk.Disk;
import io.kedge.disk.DiskFile;
import io.kedge.eventbus.Incarnations;
import io.kedge.server.FatalHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Which data directory each other member had when it was first heard, durably: a file of lines "member incarnation" in
 * hexadecimal, replaced as a whole. Answers only what is forced. Any thread.
 */
public final class IncarnationFile implements Incarnations {

    private static final String NAME = "incarnations";
    private static final String NEXT = "incarnations.new";
    private static final int RADIX = 16;

    private final Disk disk;
    private final FatalHandler fatal;
    private volatile Map<Long, Long> durable = Map.of();
    /** What the file is to hold; guarded by this. */
    private final Map<Long, Long> wanted = new TreeMap<>();

    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "kedge-incarnations");
        thread.setDaemon(true);
        return thread;
    });

    private IncarnationFile(Disk disk, FatalHandler fatal) {
        this.disk = disk;
        this.fatal = fatal;
    }

    /** Reads the file in {@code disk}, if there is one. Throws IOException for one that is damaged. Blocks. */
    public static IncarnationFile open(Disk disk, FatalHandler fatal) throws IOException {
        IncarnationFile file = new IncarnationFile(disk, fatal);
        if (disk.exists(NAME)) {
            file.read();
        }
        return file;
    }

    private void read() throws IOException {
        try (DiskFile file = disk.open(NAME)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.sizeBytes());
            file.read(0, bytes);
            String text = new String(bytes.array(), StandardCharsets.US_ASCII);
            for (String line : text.lines().toList()) {
                String[] words = line.split(" ");
                if (words.length != 2) {
                    throw new IOException("the file " + NAME + " has a line \"" + line + "\"");
                }
                wanted.put(Long.parseUnsignedLong(words[0], RADIX), Long.parseUnsignedLong(words[1], RADIX));
            }
            durable = Map.copyOf(wanted);
        } catch (NumberFormatException e) {
            throw new IOException("the file " + NAME + " has a number that is none", e);
        }
    }

    @Override
    public long known(long member) {
        return durable.getOrDefault(member, 0L);
    }

    @Override
    public void firstSeen(long member, long incarnation) {
        synchronized (this) {
            if (wanted.putIfAbsent(member, incarnation) != null) {
                return;
            }
        }
        execute();
    }

    /** The member was removed for good. */
    void forget(long member) {
        synchronized (this) {
            if (wanted.remove(member) == null) {
                return;
            }
        }
        execute();
    }

    private void execute() {
        try {
            writer.execute(this::write);
        } catch (RejectedExecutionException closed) {
            // The node stops; the member is met again in its next life.
        }
    }

    private void write() {
        Map<Long, Long> content;
        synchronized (this) {
            content = new TreeMap<>(wanted);
        }
        StringBuilder text = new StringBuilder();
        content.forEach((member, incarnation) -> text.append(Long.toHexString(member))
                .append(' ')
                .append(Long.toHexString(incarnation))
                .append('\n'));
        try {
            if (disk.exists(NEXT)) {
                disk.delete(NEXT);
            }
            try (DiskFile file = disk.create(NEXT)) {
                file.write(0, ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII)));
                file.force();
            }
            disk.rename(NEXT, NAME);
            disk.forceDirectory("");
        } catch (IOException | RuntimeException e) {
            fatal.fail("the file " + NAME + " could not be written", e);
            return;
        }
        durable = Map.copyOf(content);
    }

    void close() {
        writer.shutdown();
    }
}
