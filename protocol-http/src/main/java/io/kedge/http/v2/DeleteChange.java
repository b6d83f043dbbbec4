/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.model.Cause;
import io.kedge.model.Compare;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DELETE: a file, a directory, or a file compared. */
final class DeleteChange implements Change {

    private final V2Request request;
    private final V2Path path;
    private final boolean compares;

    DeleteChange(V2Request request) {
        this.request = request;
        this.path = request.path();
        this.compares = request.hasPrevious();
    }

    @Override
    public V2Path path() {
        return path;
    }

    @Override
    public @Nullable PathState guess() {
        return request.dir() || request.recursive() ? null : PathState.guessFile(path);
    }

    @Override
    public boolean isOfDirectory(PathState state) {
        return false;
    }

    @Override
    public Attempt attempt(PathState state, long lease) {
        if (!state.fileExists() && !state.directoryExists()) {
            throw state.notFound();
        } else if (state.fileExists()) {
            return file(state);
        } else if (compares || !request.dir() && !request.recursive()) {
            throw state.error(V2Code.NOT_A_FILE, path);
        } else if (request.recursive()) {
            return tree();
        } else if (state.hasChildren()) {
            throw state.error(V2Code.DIRECTORY_NOT_EMPTY, path);
        }
        return emptyDirectory();
    }

    private Attempt file(PathState state) {
        List<Compare> conditions = new ArrayList<>(3);
        if (compares) {
            Previous.check(request, state);
            Previous.compare(request, conditions);
        } else {
            conditions.add(PathState.present(path.file()));
        }
        Cause cause = compares ? Cause.V2_COMPARE_AND_DELETE : Cause.DELETE;
        String action = compares ? "compareAndDelete" : "delete";
        DeleteRangeRequest delete = new DeleteRangeRequest(KeyRange.single(path.file()), true, cause);
        return new Attempt(conditions, List.of(delete), result -> {
            KeyValue before =
                    ((DeleteResult) result.results().get(0)).previous().get(0);
            return new V2Event(
                    action,
                    V2Node.gone(path, false, result.revision(), before.createRevision()),
                    V2Node.of(path, before, false));
        });
    }

    private Attempt emptyDirectory() {
        List<Compare> conditions = List.of(
                PathState.absent(path.file()), PathState.present(path.marker()), PathState.empty(path.children()));
        DeleteRangeRequest delete = new DeleteRangeRequest(KeyRange.single(path.marker()), true);
        return new Attempt(
                conditions,
                List.of(delete),
                result -> directoryGone(
                        result.revision(), ((DeleteResult) result.results().get(0)).previous()));
    }

    private Attempt tree() {
        RangeRequest marker = RangeRequest.of(KeyRange.single(path.marker()));
        DeleteRangeRequest delete = new DeleteRangeRequest(path.directory(), false);
        return new Attempt(List.of(PathState.absent(path.file())), List.of(marker, delete), result -> {
            long deleted = ((DeleteResult) result.results().get(1)).deleted();
            return deleted == 0
                    ? null
                    : directoryGone(
                            result.revision(), ((RangeResult) result.results().get(0)).kvs());
        });
    }

    private V2Event directoryGone(long revision, List<KeyValue> marker) {
        KeyValue before = marker.isEmpty() ? null : marker.get(0);
        return new V2Event(
                "delete",
                V2Node.gone(path, true, revision, before == null ? 0 : before.createRevision()),
                before == null ? V2Node.directory(path) : V2Node.of(path, before, true));
    }
}
