/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.mvcc;

import io.kedge.model.Key;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * All versions of one key that are still kept, oldest first. One writer appends and compacts; any thread reads without
 * locks.
 *
 * <p>Worked example: put at 5, put at 7, delete at 9, put at 12 make {@code [5] [7] [9 dead] [12]}; a read at 8 finds
 * 7, at 10 nothing, at 12 finds 12. Compacting at 10 leaves {@code [12]}; at 9 it leaves {@code [9 dead] [12]}, because
 * a watch from 9 may still ask for that delete; at 8 it leaves {@code [7] [9 dead] [12]}.
 *
 * <p>Layout of {@link #data}: {@code [count, revision 0, detail 0, revision 1, detail 1, …]} with detail = sub-revision
 * * 2 + 1 if dead. An append fills the next slots, then publishes the count with release; a compaction publishes a new
 * array. Invariant: (revision, sub) strictly rises.
 */
final class KeyHistory {

    /** What {@link #find} returns when no version is visible. */
    static final int NONE = -1;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final Key key;
    private volatile long[] data;

    /** Of the newest version, for the writer alone; version 0 means deleted. */
    private long createRevision;

    private long version;
    private long lease;

    KeyHistory(Key key) {
        this.key = key;
        this.data = new long[3];
    }

    Key key() {
        return key;
    }

    /** A consistent view to be read with the static methods; later appends may become visible in it. */
    long[] snapshot() {
        return data;
    }

    static int count(long[] snapshot) {
        return (int) (long) LONGS.getAcquire(snapshot, 0);
    }

    static long revision(long[] snapshot, int at) {
        return snapshot[1 + 2 * at];
    }

    static int sub(long[] snapshot, int at) {
        return (int) (snapshot[2 + 2 * at] >>> 1);
    }

    static boolean isDead(long[] snapshot, int at) {
        return (snapshot[2 + 2 * at] & 1) != 0;
    }

    /** The newest version with a revision at or below {@code revision}, dead or not, or NONE. */
    static int find(long[] snapshot, long revision) {
        int low = 0;
        int high = count(snapshot) - 1;
        if (high >= 0 && revision(snapshot, high) <= revision) {
            return high;
        }
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (revision(snapshot, middle) <= revision) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** Whether exactly this version is kept. */
    boolean contains(long revision, int sub) {
        long[] snapshot = data;
        for (int at = find(snapshot, revision); at >= 0 && revision(snapshot, at) == revision; at--) {
            if (sub(snapshot, at) == sub) {
                return true;
            }
        }
        return false;
    }

    boolean isAlive() {
        return version != 0;
    }

    long createRevision() {
        return createRevision;
    }

    long version() {
        return version;
    }

    long lease() {
        return lease;
    }

    long modRevision() {
        long[] snapshot = data;
        int count = count(snapshot);
        return count == 0 ? 0 : revision(snapshot, count - 1);
    }

    /** Writer only: a put; the caller has computed the new create revision and version. */
    void appendPut(long revision, int sub, long newCreateRevision, long newVersion, long newLease) {
        append(revision, (long) sub << 1);
        createRevision = newCreateRevision;
        version = newVersion;
        lease = newLease;
    }

    /** Writer only: a delete. */
    void appendTombstone(long revision, int sub) {
        append(revision, (long) sub << 1 | 1);
        createRevision = 0;
        version = 0;
        lease = 0;
    }

    private void append(long revision, long detail) {
        long[] current = data;
        int count = count(current);
        if (count > 0) {
            long last = revision(current, count - 1);
            if (last > revision || last == revision && sub(current, count - 1) >= detail >>> 1) {
                throw new IllegalStateException("revision " + revision + "/" + (detail >>> 1) + " of " + key
                        + " does not follow " + last + "/" + sub(current, count - 1));
            }
        }
        int at = 1 + 2 * count;
        if (at + 2 > current.length) {
            // Doubling from one version: most keys of most stores are written once or twice.
            long[] grown = new long[1 + Math.multiplyExact(2, Math.multiplyExact(count, 2))];
            System.arraycopy(current, 0, grown, 0, at);
            grown[at] = revision;
            grown[at + 1] = detail;
            grown[0] = count + 1L;
            data = grown;
            return;
        }
        current[at] = revision;
        current[at + 1] = detail;
        LONGS.setRelease(current, 0, count + 1L);
    }

    /**
     * Writer only: drops what no read at or above {@code compacted} can see, keeping a delete made exactly there.
     * Returns how many versions went; if {@link #isEmpty()} then, the key itself can go.
     */
    int compact(long compacted) {
        long[] current = data;
        int count = count(current);
        int visible = find(current, compacted);
        if (visible < 0) {
            return 0;
        }
        boolean keepVisible = !isDead(current, visible) || revision(current, visible) == compacted;
        int firstKept = keepVisible ? visible : visible + 1;
        if (firstKept == 0) {
            return 0;
        }
        int kept = count - firstKept;
        long[] shrunk = new long[1 + 2 * Math.max(kept, 1)];
        System.arraycopy(current, 1 + 2 * firstKept, shrunk, 1, 2 * kept);
        shrunk[0] = kept;
        data = shrunk;
        return firstKept;
    }

    boolean isEmpty() {
        return count(data) == 0;
    }

    /** Checks that versions rise and that the writer's fields match the newest one; throws IllegalStateException. */
    void verify() {
        long[] snapshot = data;
        int count = count(snapshot);
        for (int at = 1; at < count; at++) {
            long before = revision(snapshot, at - 1);
            long here = revision(snapshot, at);
            if (here < before || here == before && sub(snapshot, at) <= sub(snapshot, at - 1)) {
                throw new IllegalStateException("versions of " + key + " do not rise at " + at);
            }
        }
        if (count > 0 && isDead(snapshot, count - 1) != (version == 0)) {
            throw new IllegalStateException("newest version of " + key + " and its liveness disagree");
        }
        if (version < 0 || version > 0 && createRevision > revision(snapshot, count - 1)) {
            throw new IllegalStateException("version or create revision of " + key + " is impossible");
        }
    }
}
