/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.MemberInfo;
import io.kedge.model.Space;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.Liveness;
import io.kedge.replica.backend.RecordSource;
import io.kedge.replica.backend.RecordVisitor;
import io.kedge.replica.backend.StoreState;
import io.kedge.replica.mvcc.MvccStore;
import io.kedge.replica.mvcc.ReadPins;
import io.kedge.replica.system.SystemState;
import io.kedge.replica.system.SystemTable;
import java.io.IOException;
import java.util.List;

/** The three spaces, opened from a backend and flushed to it together. */
public final class Stores implements Liveness {

    private static final long FIRST_USER_REVISION = 1;

    private final MvccStore users;
    private final MvccStore messages;
    private final SystemTable systemTable;
    private final SystemState system;
    private final StoreState loaded;

    /**
     * Loads everything; blocks. Any thread, before the stores are handed to a replica.
     *
     * @param bootMembers the members of a cluster that begins, if the store is empty
     */
    public Stores(Backend backend, ReplicaOptions options, List<MemberInfo> bootMembers) throws IOException {
        StoreState state = backend.state();
        loaded = state;
        ReadPins userPins = new ReadPins(options.readPinsMax());
        long userRevision = Math.max(FIRST_USER_REVISION, state.revisions()[Space.USERS.code()]);
        users = new MvccStore(
                Space.USERS,
                backend,
                userPins,
                userRevision,
                state.compactRevisions()[Space.USERS.code()],
                options.cacheBytesMax());
        messages = new MvccStore(
                Space.MESSAGES,
                backend,
                new ReadPins(options.readPinsMax()),
                state.revisions()[Space.MESSAGES.code()],
                state.compactRevisions()[Space.MESSAGES.code()],
                options.cacheBytesMax());
        systemTable = new SystemTable();
        system = new SystemState(systemTable);
        backend.load(this::restore);
        users.restored();
        messages.restored();
        system.restored();
        users.forEachAttached((key, lease) -> system.leases().moved(key, 0, lease));
        if (state.appliedIndex() == 0) {
            system.bootstrap(bootMembers);
        }
    }

    /** The durable state that this was loaded from. */
    public StoreState loaded() {
        return loaded;
    }

    private void restore(Space space, int sub, KeyValue kv) {
        switch (space) {
            case USERS -> users.restore(sub, kv);
            case MESSAGES -> messages.restore(sub, kv);
            case SYSTEM -> systemTable.restore(sub, kv);
        }
    }

    public MvccStore users() {
        return users;
    }

    public MvccStore messages() {
        return messages;
    }

    public SystemState system() {
        return system;
    }

    /** Bytes of records that are not on their way to disk yet; replica thread. */
    public long unflushedBytes() {
        return users.activeBytes() + messages.activeBytes() + systemTable.dirtyBytes();
    }

    /** Freezes all spaces at an entry's end. */
    FlushOrder freeze(long appliedIndex, long appliedTerm, byte[] configuration) {
        StoreState state = new StoreState(
                appliedIndex,
                appliedTerm,
                configuration,
                new long[] {users.revision(), appliedIndex, messages.revision()},
                new long[] {users.compacted(), -1, messages.compacted()},
                // The log's reset is durable with the first entry behind it, perhaps not before.
                loaded.installedIndex() == appliedIndex ? appliedIndex : 0);
        return new FlushOrder(state, new Joined(List.of(users.freeze(), systemTable.freeze(), messages.freeze())));
    }

    /** Whether a compaction waits for a durable state that has it. */
    boolean hasUndurableCompaction() {
        return users.hasUndurableCompaction() || messages.hasUndurableCompaction();
    }

    /** The flush of {@code state} is durable. */
    void flushed(StoreState state) {
        users.flushed(state.compactRevisions()[Space.USERS.code()]);
        messages.flushed(state.compactRevisions()[Space.MESSAGES.code()]);
        systemTable.flushed();
    }

    @Override
    public boolean isLive(Space space, Key key, long revision, int sub) {
        return switch (space) {
            case USERS -> users.isLive(key, revision, sub);
            case MESSAGES -> messages.isLive(key, revision, sub);
            case SYSTEM -> systemTable.isLive(key, revision, sub);
        };
    }

    @Override
    public long liveCount(Space space) {
        return switch (space) {
            case USERS -> users.liveRecords();
            case MESSAGES -> messages.liveRecords();
            case SYSTEM -> systemTable.liveRecords();
        };
    }

    /** Sources of the spaces in the order of their codes. */
    private record Joined(List<RecordSource> parts) implements RecordSource {

        @Override
        public void forEach(RecordVisitor visitor) {
            parts.forEach(part -> part.forEach(visitor));
        }

        @Override
        public long count() {
            return parts.stream().mapToLong(RecordSource::count).sum();
        }

        @Override
        public int longestBytes() {
            return parts.stream().mapToInt(RecordSource::longestBytes).max().orElse(0);
        }
    }
}
