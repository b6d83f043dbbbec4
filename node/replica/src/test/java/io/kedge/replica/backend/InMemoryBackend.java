/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

import io.kedge.model.Cause;
import io.kedge.model.KeyValue;
import io.kedge.model.Space;
import io.kedge.model.format.WireReader;
import io.kedge.model.format.WireWriter;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The port without a disk, for tests of what stands on it: a sorted map that lives as long as this object. */
public final class InMemoryBackend implements Backend {

    private record Position(int space, long revision, int sub) implements Comparable<Position> {
        @Override
        public int compareTo(Position other) {
            if (space != other.space) {
                return Integer.compare(space, other.space);
            }
            return revision != other.revision
                    ? Long.compare(revision, other.revision)
                    : Integer.compare(sub, other.sub);
        }
    }

    private final ConcurrentSkipListMap<Position, KeyValue> records = new ConcurrentSkipListMap<>();
    private volatile StoreState state = StoreState.EMPTY;
    private volatile boolean replaced;

    /** A store with what an image holds. */
    static InMemoryBackend of(StoreState state, byte[] image) {
        InMemoryBackend backend = new InMemoryBackend();
        WireReader in = new WireReader(image);
        while (in.hasMore()) {
            int space = in.u8();
            int sub = (int) in.varint();
            Cause cause = Cause.ofCode(in.u8());
            KeyValue kv = KeyValue.parse(in.bytes(), cause);
            backend.records.put(new Position(space, kv.modRevision(), sub), kv);
        }
        backend.state = state;
        return backend;
    }

    @Override
    public StoreImage pin() {
        WireWriter out = new WireWriter(1 << 10);
        records.forEach((at, kv) -> {
            out.u8(at.space());
            out.varint(at.sub());
            out.u8(kv.cause().code());
            out.bytes(kv.wire());
        });
        return new InMemoryImage(state, out.toBytes());
    }

    @Override
    public StoreIntake receive(byte[] manifest) {
        return new InMemoryIntake(manifest, () -> replaced = true);
    }

    @Override
    public StoreState state() {
        return state;
    }

    @Override
    public void load(RecordVisitor visitor) {
        visit(records, visitor);
    }

    @Override
    public KeyValue get(Space space, long revision, int sub) {
        return records.get(new Position(space.code(), revision, sub));
    }

    @Override
    public void scan(Space space, long from, long to, RecordVisitor visitor) {
        if (from < to) {
            Position start = new Position(space.code(), from, Integer.MIN_VALUE);
            visit(records.subMap(start, new Position(space.code(), to, Integer.MIN_VALUE)), visitor);
        }
    }

    @Override
    public void flush(StoreState newState, RecordSource source) throws IOException {
        if (replaced) {
            throw new IOException("another store has taken this one's place");
        }
        ConcurrentSkipListMap<Position, KeyValue> added = new ConcurrentSkipListMap<>();
        Position[] previous = new Position[1];
        source.forEach((space, sub, kv) -> {
            Position position = new Position(space.code(), kv.modRevision(), sub);
            Position stored = lastOf(space);
            if (previous[0] != null && previous[0].compareTo(position) >= 0
                    || stored != null && stored.compareTo(position) >= 0) {
                throw new IllegalArgumentException("records must ascend: " + position);
            }
            previous[0] = position;
            added.put(position, kv);
        });
        records.putAll(added);
        state = newState;
    }

    @Override
    public boolean merge(Liveness liveness, boolean full) {
        return records.entrySet().removeIf(entry -> {
            Position at = entry.getKey();
            return !liveness.isLive(Space.ofCode(at.space()), entry.getValue().key(), at.revision(), at.sub());
        });
    }

    @Override
    public long sizeBytes() {
        return records.values().stream().mapToLong(kv -> kv.wire().length).sum();
    }

    @Override
    public long sizeInUseBytes(Liveness liveness) {
        long live = 0;
        for (Space space : Space.values()) {
            live += liveness.liveCount(space);
        }
        return records.isEmpty() ? 0 : (long) (sizeBytes() * Math.min(1.0, (double) live / records.size()));
    }

    @Override
    public void close() {}

    private Position lastOf(Space space) {
        Position below = records.lowerKey(new Position(space.code() + 1, Long.MIN_VALUE, Integer.MIN_VALUE));
        return below == null || below.space() != space.code() ? null : below;
    }

    private static void visit(NavigableMap<Position, KeyValue> part, RecordVisitor visitor) {
        for (Map.Entry<Position, KeyValue> entry : part.entrySet()) {
            if (visitor.isFull()) {
                return;
            }
            Position at = entry.getKey();
            visitor.record(Space.ofCode(at.space()), at.sub(), entry.getValue());
        }
    }
}
