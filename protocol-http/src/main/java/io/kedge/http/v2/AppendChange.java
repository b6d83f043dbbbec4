/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.model.Cause;
import io.kedge.model.Compare;
import io.kedge.model.PutResult;
import io.kedge.model.SequentialPut;
import java.util.ArrayList;
import java.util.List;

/** POST: a new child, named by the store when it is made, after all those made before. */
final class AppendChange implements Change {

    private static final byte[] SLASH = {'/'};
    private static final byte[] EMPTY = {};

    private final V2Request request;
    private final V2Path path;

    AppendChange(V2Request request) {
        this.request = request;
        this.path = request.path();
    }

    @Override
    public V2Path path() {
        return path;
    }

    @Override
    public PathState guess() {
        return PathState.guessNothing(path);
    }

    @Override
    public boolean isOfDirectory(PathState state) {
        return request.dir();
    }

    @Override
    public Attempt attempt(PathState state, long lease) {
        state.refuseIfBlocked();
        if (state.fileExists()) {
            throw state.error(V2Code.NOT_A_DIRECTORY, path);
        }
        List<Compare> compares = new ArrayList<>();
        state.compareParents(path.depth(), compares);
        if (lease == 0) {
            state.compareLeases(path.depth(), compares);
        }
        SequentialPut put = new SequentialPut(
                path.marker(),
                request.dir() ? SLASH : EMPTY,
                request.dir() ? EMPTY : Bytes.from(request.value()),
                lease == 0 ? state.leaseOfParents(path.depth()) : lease,
                Cause.V2_CREATE);
        return new Attempt(compares, List.of(put), result -> {
            PutResult done = (PutResult) result.results().get(0);
            V2Path made = V2Path.of(Bytes.of(done.key().bytes()));
            String value = request.dir() ? null : request.value();
            return new V2Event("create", V2Node.written(made, value, result.revision(), result.revision()), null);
        });
    }
}
