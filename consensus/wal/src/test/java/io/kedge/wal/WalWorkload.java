/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import io.kedge.disk.Disk;
import io.kedge.disk.recording.RecordingDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Random use of a log, with a naive model beside it that notes what each flush promised and when. */
final class WalWorkload {

    static final WalOptions OPTIONS = new WalOptions(4096, 1 << 20, 1024, WalListener.NONE);
    static final String DIRECTORY = "data/wal";

    final RecordingDisk recording = new RecordingDisk();
    /** The states after each flush, the empty log first. */
    final List<WalSnapshot> snapshots = new ArrayList<>();
    /** Position of the journal at each release, with the index released. */
    final TreeMap<Integer, Long> releases = new TreeMap<>();

    private final Disk disk;
    private final SplittableRandom random;
    private final boolean acknowledgesEarly;
    private final TreeMap<Long, WalEntry> entries = new TreeMap<>();
    private Wal wal;
    private WalHardState hardState = WalHardState.EMPTY;
    private long baseIndex;
    private long baseTerm;
    private long term = 1;
    private long releaseIndex = 1;

    interface DiskWrapper {
        Disk wrap(RecordingDisk recording);
    }

    WalWorkload(long seed, DiskWrapper wrapper, boolean acknowledgesEarly) throws IOException {
        this.disk = wrapper.wrap(recording);
        this.random = new SplittableRandom(seed);
        this.acknowledgesEarly = acknowledgesEarly;
        this.wal = Wal.create(disk, DIRECTORY, OPTIONS, "metadata".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        releases.put(0, 1L);
        acknowledge();
    }

    WalWorkload run(int flushes) throws IOException {
        for (int i = 0; i < flushes; i++) {
            int frames = random.nextInt(5);
            for (int frame = 0; frame < frames; frame++) {
                appendSomething();
            }
            if (frames == 0 || random.nextInt(3) == 0) {
                hardState = new WalHardState(term, random.nextInt(4), lastIndex());
                wal.appendHardState(term, hardState.votedFor(), hardState.commit());
            }
            if (acknowledgesEarly) {
                acknowledge();
                wal.flush();
            } else {
                wal.flush();
                acknowledge();
            }
            maintain();
        }
        wal.close();
        return this;
    }

    private void appendSomething() throws IOException {
        int choice = random.nextInt(100);
        long last = lastIndex();
        if (choice < 3) {
            baseIndex = Math.max(1, last - 5 + random.nextInt(20));
            baseTerm = term;
            entries.clear();
            wal.appendReset(baseIndex, term);
            return;
        }
        long lowest = Math.max(baseIndex, releaseIndex - 1) + 1;
        long index = last + 1;
        if (choice < 12 && lowest <= last) {
            term++;
            index = lowest + random.nextLong(last - lowest + 1);
        }
        byte[] payload = payload();
        byte type = (byte) random.nextInt(256);
        entries.tailMap(index, true).clear();
        entries.put(index, new WalEntry(index, term, type, payload));
        wal.appendEntry(index, term, type, payload);
    }

    private byte[] payload() {
        int choice = random.nextInt(50);
        int bytes = choice == 0 ? 6000 : choice < 10 ? 500 + random.nextInt(1500) : random.nextInt(120);
        byte[] payload = new byte[bytes];
        if (random.nextInt(4) != 0) {
            random.nextBytes(payload);
        }
        return payload;
    }

    private void maintain() throws IOException {
        WalWork next = random.nextInt(3) == 0 ? wal.prepareNext() : null;
        if (next != null) {
            next.run();
        }
        if (random.nextInt(8) == 0) {
            long last = lastIndex();
            releaseIndex = Math.max(releaseIndex, Math.min(last + 1, last - 4 + random.nextInt(5)));
            releases.put(recording.position(), releaseIndex);
            wal.releaseBefore(releaseIndex);
        }
        if (random.nextInt(15) == 0) {
            wal.close();
            wal = Wal.open(disk, DIRECTORY, OPTIONS);
        }
    }

    private long lastIndex() {
        return entries.isEmpty() ? baseIndex : entries.lastKey();
    }

    private void acknowledge() {
        snapshots.add(new WalSnapshot(recording.position(), hardState, baseIndex, baseTerm, new TreeMap<>(entries)));
    }
}
