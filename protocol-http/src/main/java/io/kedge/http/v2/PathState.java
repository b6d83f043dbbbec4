/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.model.Compare;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.OpResult;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands at a path and on the way to it at one revision, or a guess at that. A write is built from it, with
 * compares for all that the write relies on; if they fail, the same transaction has read what is really there.
 */
final class PathState {

    private static final byte[] EMPTY = {};
    private static final int PARENT_OPS = 2;

    private final V2Path path;
    private final long revision;
    private final boolean guess;
    private final boolean fileExists;
    private final @Nullable KeyValue file;
    private final List<KeyValue> firstBelow;
    private final long[] markerLeases;
    private final @Nullable V2Path blocking;
    private final @Nullable V2Path missing;

    private PathState(V2Path path, boolean fileExists) {
        this.path = path;
        this.revision = 0;
        this.guess = true;
        this.fileExists = fileExists;
        this.file = null;
        this.firstBelow = List.of();
        this.markerLeases = new long[path.depth()];
        this.blocking = null;
        this.missing = null;
    }

    private PathState(V2Path path, TxnResult read) {
        List<OpResult> results = read.results();
        this.path = path;
        this.revision = read.revision();
        this.guess = false;
        this.markerLeases = new long[path.depth()];
        V2Path firstFile = null;
        V2Path firstMissing = null;
        KeyValue found = null;
        List<KeyValue> below = List.of();
        for (int depth = 1; depth <= path.depth(); depth++) {
            List<KeyValue> files = kvs(results.get(PARENT_OPS * (depth - 1)));
            below = kvs(results.get(PARENT_OPS * (depth - 1) + 1));
            boolean isLast = depth == path.depth();
            if (isLast) {
                found = files.isEmpty() ? null : files.get(0);
            } else if (firstFile == null && !files.isEmpty()) {
                firstFile = path.upTo(depth);
            }
            if (firstMissing == null && files.isEmpty() && below.isEmpty()) {
                firstMissing = path.upTo(depth);
            }
            KeyValue marker = marker(path.upTo(depth), below);
            markerLeases[depth - 1] = marker == null ? 0 : marker.lease();
        }
        this.file = found;
        this.fileExists = found != null;
        this.firstBelow = below;
        this.blocking = firstFile;
        this.missing = firstMissing;
    }

    /** As if there were nothing in the way. */
    static PathState guessNothing(V2Path path) {
        return new PathState(path, false);
    }

    /** As if the path were a file. */
    static PathState guessFile(V2Path path) {
        return new PathState(path, true);
    }

    /** The reads that {@link #of} understands. */
    static List<TxnOp> reads(V2Path path, boolean serializable) {
        List<TxnOp> reads = new ArrayList<>(PARENT_OPS * path.depth());
        for (int depth = 1; depth <= path.depth(); depth++) {
            V2Path part = path.upTo(depth);
            reads.add(read(KeyRange.single(part.file()), 1, depth < path.depth(), serializable));
            reads.add(read(part.directory(), 2, true, serializable));
        }
        return reads;
    }

    private static RangeRequest read(KeyRange range, int limit, boolean keysOnly, boolean serializable) {
        return RangeRequest.over(range)
                .limit(limit)
                .serializable(serializable)
                .keysOnly(keysOnly)
                .build();
    }

    /** What {@link #reads} have found. */
    static PathState of(V2Path path, TxnResult read) {
        return new PathState(path, read);
    }

    private static List<KeyValue> kvs(OpResult result) {
        return ((RangeResult) result).kvs();
    }

    /** A directory's marker is the first of its keys. */
    private static @Nullable KeyValue marker(V2Path path, List<KeyValue> below) {
        return !below.isEmpty() && below.get(0).key().equals(path.marker()) ? below.get(0) : null;
    }

    long revision() {
        return revision;
    }

    boolean isGuess() {
        return guess;
    }

    boolean fileExists() {
        return fileExists;
    }

    /** Null in a guess. */
    @Nullable
    KeyValue file() {
        return file;
    }

    boolean directoryExists() {
        return !firstBelow.isEmpty();
    }

    @Nullable
    KeyValue marker() {
        return marker(path, firstBelow);
    }

    boolean hasChildren() {
        return firstBelow.size() > (marker() == null ? 0 : 1);
    }

    /** A key of the directory, which exists. */
    Key firstOfDirectory() {
        return firstBelow.get(0).key();
    }

    /** What a read of a path that is neither file nor directory ends with. */
    V2Exception notFound() {
        if (blocking != null) {
            return error(V2Code.NOT_A_DIRECTORY, blocking);
        }
        return error(V2Code.KEY_NOT_FOUND, missing == null ? path : missing);
    }

    V2Exception error(V2Code code, V2Path at) {
        return new V2Exception(code, at.text(), revision);
    }

    /** Throws V2Exception if a file is where a parent should be. */
    void refuseIfBlocked() {
        if (blocking != null) {
            throw error(V2Code.NOT_A_DIRECTORY, blocking);
        }
    }

    /** The lease of the nearest of the first {@code depth} directories that has a time to live, or 0. */
    long leaseOfParents(int depth) {
        for (int i = depth - 1; i >= 0; i--) {
            if (markerLeases[i] != 0) {
                return markerLeases[i];
            }
        }
        return 0;
    }

    /** That the first {@code depth} parts are no files. */
    void compareParents(int depth, List<Compare> compares) {
        for (int i = 1; i <= depth; i++) {
            compares.add(absent(path.upTo(i).file()));
        }
    }

    /** That the times to live of the first {@code depth} directories are those of {@link #leaseOfParents}. */
    void compareLeases(int depth, List<Compare> compares) {
        for (int i = 1; i <= depth; i++) {
            compares.add(Compare.number(
                    path.upTo(i).marker(), Compare.Target.LEASE, Compare.Result.EQUAL, markerLeases[i - 1]));
        }
    }

    static Compare absent(Key key) {
        return Compare.number(key, Compare.Target.VERSION, Compare.Result.EQUAL, 0);
    }

    static Compare present(Key key) {
        return Compare.number(key, Compare.Target.VERSION, Compare.Result.GREATER, 0);
    }

    /** Every key of a range must have version 0, so there is none. */
    static Compare empty(KeyRange range) {
        return new Compare(range, Compare.Target.VERSION, Compare.Result.EQUAL, 0, EMPTY);
    }
}
