/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.model.Cause;
import io.kedge.model.Compare;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.PutRequest;
import io.kedge.model.PutResult;
import io.kedge.model.TxnOp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PUT: a file or directory set, created, updated, or swapped. */
final class PutChange implements Change {

    /** What the client says of the state before. */
    enum Kind {
        SET("set", Cause.PUT),
        CREATE("create", Cause.V2_CREATE),
        UPDATE("update", Cause.V2_UPDATE),
        SWAP("compareAndSwap", Cause.V2_COMPARE_AND_SWAP);

        private final String action;
        private final Cause cause;

        Kind(String action, Cause cause) {
            this.action = action;
            this.cause = cause;
        }

        static Kind of(V2Request request) {
            if (request.prevExist() != null && !request.prevExist()) {
                return CREATE;
            } else if (request.hasPrevious()) {
                return SWAP;
            }
            return request.prevExist() == null ? SET : UPDATE;
        }
    }

    private static final byte[] EMPTY = {};

    private final V2Request request;
    private final V2Path path;
    private final Kind kind;

    PutChange(V2Request request) {
        this.request = request;
        this.path = request.path();
        this.kind = Kind.of(request);
    }

    @Override
    public V2Path path() {
        return path;
    }

    String action() {
        return kind.action;
    }

    /** Whether only the time to live is to change; what is created has none yet. */
    boolean refreshes() {
        return request.refresh() && kind != Kind.CREATE;
    }

    @Override
    public PathState guess() {
        return kind == Kind.SET || kind == Kind.CREATE ? PathState.guessNothing(path) : PathState.guessFile(path);
    }

    @Override
    public boolean isOfDirectory(PathState state) {
        return request.dir() || state.directoryExists() && !state.fileExists();
    }

    @Override
    public Attempt attempt(PathState state, long lease) {
        check(state);
        List<Compare> compares = new ArrayList<>();
        if (kind == Kind.SET || kind == Kind.CREATE) {
            state.compareParents(path.depth() - 1, compares);
        }
        if (lease == 0) {
            state.compareLeases(path.depth() - 1, compares);
        }
        long ownOrParents = lease == 0 ? state.leaseOfParents(path.depth() - 1) : lease;
        boolean setsDirectory = request.dir() && (kind == Kind.SET || kind == Kind.CREATE) && !refreshes();
        boolean updatesDirectory = !state.fileExists() && state.directoryExists();
        if (setsDirectory || updatesDirectory) {
            return directory(state, ownOrParents, compares);
        }
        compareTarget(state, compares);
        boolean keepsValue = refreshes();
        byte[] value = keepsValue ? EMPTY : Bytes.from(request.value());
        Cause cause = keepsValue ? Cause.V2_REFRESH : kind.cause;
        TxnOp put = new PutRequest(path.file(), value, ownOrParents, true, keepsValue, false, cause);
        return new Attempt(compares, List.of(put), result -> {
            KeyValue before = ((PutResult) result.results().get(0)).previous();
            V2Node previous = before == null ? null : V2Node.of(path, before, false);
            String shown = keepsValue && previous != null ? previous.value : request.value();
            long created = before == null ? result.revision() : before.createRevision();
            V2Node node = V2Node.written(path, shown, result.revision(), created);
            return new V2Event(kind.action, node, previous);
        });
    }

    /** Throws V2Exception for what can never become of this state. */
    private void check(PathState state) {
        boolean fileExists = state.fileExists();
        boolean directoryExists = state.directoryExists() && !fileExists;
        switch (kind) {
            case SET -> {
                if (refreshes() && !fileExists && !directoryExists) {
                    throw state.notFound();
                }
                state.refuseIfBlocked();
                refuseIf(directoryExists, V2Code.NOT_A_FILE, state);
            }
            case CREATE -> {
                state.refuseIfBlocked();
                refuseIf(fileExists || directoryExists, V2Code.KEY_EXISTS, state);
            }
            case UPDATE, SWAP -> {
                if (!fileExists && !directoryExists) {
                    throw state.notFound();
                }
                refuseIf(
                        directoryExists
                                && (kind == Kind.SWAP || !request.value().isEmpty()),
                        V2Code.NOT_A_FILE,
                        state);
                if (kind == Kind.SWAP) {
                    Previous.check(request, state);
                }
            }
        }
    }

    private void refuseIf(boolean refuses, V2Code code, PathState state) {
        if (refuses) {
            throw state.error(code, path);
        }
    }

    private void compareTarget(PathState state, List<Compare> compares) {
        switch (kind) {
            case SET -> {
                // Over a file made beside a directory by other means the directory stays.
                compares.add(
                        state.directoryExists() || refreshes()
                                ? PathState.present(path.file())
                                : PathState.empty(path.directory()));
            }
            case CREATE -> {
                compares.add(PathState.absent(path.file()));
                compares.add(PathState.empty(path.directory()));
            }
            case UPDATE -> compares.add(PathState.present(path.file()));
            case SWAP -> Previous.compare(request, compares);
        }
    }

    private Attempt directory(PathState state, long lease, List<Compare> compares) {
        boolean replacesFile = state.fileExists();
        compares.add(replacesFile ? PathState.present(path.file()) : PathState.absent(path.file()));
        KeyValue marker = state.marker();
        boolean exists = state.directoryExists();
        compares.add(exists ? PathState.present(state.firstOfDirectory()) : PathState.empty(path.directory()));
        if (exists && marker == null) {
            compares.add(PathState.absent(path.marker()));
        }
        List<TxnOp> ops = new ArrayList<>(2);
        Cause cause = refreshes() ? Cause.V2_REFRESH : kind.cause;
        ops.add(new PutRequest(path.marker(), EMPTY, lease, true, false, false, cause));
        if (replacesFile) {
            ops.add(new DeleteRangeRequest(KeyRange.single(path.file()), true));
        }
        return new Attempt(compares, ops, result -> {
            KeyValue before = ((PutResult) result.results().get(0)).previous();
            long created = before == null ? result.revision() : before.createRevision();
            V2Node node = V2Node.written(path, null, result.revision(), created);
            return new V2Event(
                    kind.action,
                    node,
                    previous(before, exists, replacesFile ? result.results().get(1) : null));
        });
    }

    private @Nullable V2Node previous(@Nullable KeyValue marker, boolean existed, @Nullable Object deleted) {
        if (deleted instanceof DeleteResult files && !files.previous().isEmpty()) {
            return V2Node.of(path, files.previous().get(0), false);
        } else if (marker != null) {
            return V2Node.of(path, marker, true);
        }
        return existed ? V2Node.directory(path) : null;
    }
}
