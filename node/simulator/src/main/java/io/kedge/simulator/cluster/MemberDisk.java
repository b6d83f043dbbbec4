/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.disk.Disk;
import io.kedge.disk.recording.CrashStyle;
import io.kedge.disk.recording.RecordingDisk;
import io.kedge.raft.Append;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.backend.Backend;
import io.kedge.server.log.LogAppend;
import io.kedge.server.log.LogIdentity;
import io.kedge.server.log.LogRecovery;
import io.kedge.storage.MapDbBackend;
import io.kedge.storage.StorageOptions;
import io.kedge.wal.Wal;
import io.kedge.wal.WalListener;
import io.kedge.wal.WalOptions;
import io.kedge.wal.WalWork;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** A member's disk with the shipped log and store on it; outlives the member's lives. */
final class MemberDisk {

    private static final String LOG_DIRECTORY = "data/wal";
    private static final String STORE_DIRECTORY = "data/store";
    private static final WalOptions LOG_OPTIONS = new WalOptions(8192, 1 << 20, 1024, WalListener.NONE);
    private static final StorageOptions STORE_OPTIONS = new StorageOptions(8192, 4096, 1 << 20, 1 << 16, 3, true);

    /** Something the disk was about to do. */
    interface Deed {
        void run() throws IOException;
    }

    private final long member;
    private final SplittableRandom random;
    private final UnaryOperator<Disk> wrap;
    final DurableLog durable = new DurableLog();
    private RecordingDisk disk = new RecordingDisk();
    private FaultyDisk faulty;
    private Wal wal;
    Backend backend;

    /** @param wrap stands between the member and its disk */
    MemberDisk(long member, SplittableRandom random, UnaryOperator<Disk> wrap) throws IOException {
        this.member = member;
        this.random = random;
        this.wrap = wrap;
        faulty = new FaultyDisk(disk, random);
        wal = openLog();
        backend = openStore();
    }

    private Wal openLog() throws IOException {
        Disk seen = wrap.apply(faulty);
        return Wal.exists(seen, LOG_DIRECTORY)
                ? Wal.open(seen, LOG_DIRECTORY, LOG_OPTIONS)
                : Wal.create(seen, LOG_DIRECTORY, LOG_OPTIONS, new LogIdentity(1, member, 1).encode());
    }

    private Backend openStore() throws IOException {
        return MapDbBackend.open(wrap.apply(faulty), STORE_DIRECTORY, STORE_OPTIONS);
    }

    /** What a start goes on from. */
    RecoveredLog recover(Configuration bootstrap) throws IOException {
        RecoveredLog found = LogRecovery.recover(backend.state(), wal, bootstrap);
        durable.recovered(found);
        return found;
    }

    /** One batch, durable on return; then whole log segments before {@code releaseBefore} go. */
    void write(List<Append> batch, long releaseBefore) throws IOException {
        for (Append append : batch) {
            LogAppend.write(append, wal);
        }
        wal.flush();
        batch.forEach(durable::written);
        if (releaseBefore > 0) {
            wal.releaseBefore(releaseBefore);
        }
        WalWork ahead = wal.prepareNext();
        if (ahead != null && random.nextBoolean()) {
            ahead.run();
        }
    }

    long lastDurable() {
        return Math.max(durable.lastIndex(), backend.state().appliedIndex());
    }

    /** Whether a start from here takes the entry to be committed. */
    boolean hasHeardOfCommit(long index) {
        return Math.max(durable.commit(), backend.state().appliedIndex()) >= index;
    }

    /**
     * The power goes: now, or in the middle of one of {@code deeds}, of which the member has not heard. What was not
     * forced is lost, kept or torn.
     */
    void crash(List<Deed> deeds) throws IOException {
        int from = disk.position();
        if (!deeds.isEmpty() && random.nextInt(3) != 0) {
            try {
                deeds.get(random.nextInt(deeds.size())).run();
            } catch (IOException e) {
                if (!faulty.isBroken()) {
                    throw e;
                }
            }
        }
        int point = from + random.nextInt(disk.position() - from + 1);
        CrashStyle[] styles = CrashStyle.values();
        RecordingDisk left = disk.image(point, styles[random.nextInt(styles.length)], random.nextLong());
        close();
        disk = left;
        faulty = new FaultyDisk(disk, random);
    }

    /** One of the next writes fails, and all after it. */
    void breakSoon() {
        faulty.breakAfter(random.nextInt(12));
    }

    boolean isBroken() {
        return faulty.isBroken();
    }

    /** Writes a batch as {@link #write} does, of whose end nobody hears. */
    void writeUnheard(List<Append> batch) throws IOException {
        for (Append append : batch) {
            LogAppend.write(append, wal);
        }
        wal.flush();
    }

    /** The power is back. */
    void powerOn() throws IOException {
        wal = openLog();
        backend = openStore();
    }

    void close() throws IOException {
        wal.close();
        backend.close();
    }
}
