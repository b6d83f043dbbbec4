/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kedge.model.KeyValue;
import io.kedge.model.Space;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.RecordVisitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Records by revision, looked up in the memtables, then a cache bounded in bytes, then the segments. Flushed memtables
 * stay as the warmest part of the cache until {@link #retainedBytesMax} is reached. The writer rotates; any thread
 * reads.
 */
final class Records {

    private record Id(long revision, int sub) {}

    private final Space space;
    private final Backend backend;
    private final long retainedBytesMax;
    private final Cache<Id, KeyValue> cache;

    /** Oldest first; the last one is active. Those at or above {@link #flushedTables} are not on disk yet. */
    private volatile Memtable[] tables;

    private int flushedTables;

    Records(Space space, Backend backend, long firstRevision, long cacheBytesMax) {
        this.space = space;
        this.backend = backend;
        this.retainedBytesMax = cacheBytesMax / 2;
        this.tables = new Memtable[] {new Memtable(firstRevision)};
        this.cache = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(cacheBytesMax / 2)
                .weigher((Id id, KeyValue kv) -> kv.wire().length + 160)
                .build();
    }

    Memtable active() {
        Memtable[] all = tables;
        return all[all.length - 1];
    }

    /** Writer only: freezes the active table and returns it; a new one follows. */
    Memtable rotate() {
        Memtable frozen = active();
        Memtable[] all = tables;
        Memtable[] grown = java.util.Arrays.copyOf(all, all.length + 1);
        grown[all.length] = new Memtable(frozen.nextRevision());
        tables = grown;
        return frozen;
    }

    /** Writer only: the oldest frozen table is durable now; drops the oldest flushed ones beyond the bound. */
    void flushed() {
        flushedTables++;
        Memtable[] all = tables;
        long bytes = 0;
        for (int i = 0; i < flushedTables; i++) {
            bytes += all[i].bytes();
        }
        int drop = 0;
        while (drop < flushedTables && bytes > retainedBytesMax) {
            bytes -= all[drop++].bytes();
        }
        if (drop > 0) {
            tables = java.util.Arrays.copyOfRange(all, drop, all.length);
            flushedTables -= drop;
        }
    }

    /** From memory, or null: on disk, or gone. Never blocks. */
    @Nullable
    KeyValue fromMemory(long revision, int sub) {
        Memtable[] all = tables;
        for (int i = all.length - 1; i >= 0; i--) {
            if (revision >= all[i].firstRevision()) {
                return all[i].get(revision, sub);
            }
        }
        return cache.getIfPresent(new Id(revision, sub));
    }

    /** The record, from disk if need be. Throws if it is gone: the caller asked for what nothing keeps. */
    KeyValue load(long revision, int sub) {
        KeyValue kv = fromMemory(revision, sub);
        if (kv != null) {
            return kv;
        }
        try {
            kv = backend.get(space, revision, sub);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (kv == null) {
            throw new IllegalStateException(space + " record " + revision + "/" + sub + " is indexed but not stored");
        }
        cache.put(new Id(revision, sub), kv);
        return kv;
    }

    /**
     * The memtables of this moment, oldest first, without gaps between them; what is older than the first is on disk.
     */
    Memtable[] tables() {
        return tables;
    }

    /** The stored records with {@code from <= revision < to}. */
    void scanDisk(long from, long to, RecordVisitor visitor) throws IOException {
        backend.scan(space, from, to, visitor);
    }
}
