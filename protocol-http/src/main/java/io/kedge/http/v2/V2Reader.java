/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.api.Kv;
import io.kedge.api.Reply;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyRange;
import io.kedge.model.KeyValue;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import java.util.List;
import java.util.function.Consumer;

/**
 * GET: a file, or a directory's listing, read in pages at one revision. Without {@code quorum} this member's own state
 * is enough. On one loop.
 */
final class V2Reader {

    private final Kv kv;
    private final V2Leases leases;
    private final Caller caller;
    private final V2Request request;
    private final V2Outcome outcome;

    V2Reader(Kv kv, V2Leases leases, Caller caller, V2Request request, V2Outcome outcome) {
        this.kv = kv;
        this.leases = leases;
        this.caller = caller;
        this.request = request;
        this.outcome = outcome;
    }

    void start() {
        if (request.path().isRoot()) {
            listRoot();
        } else {
            KeyRange file = KeyRange.single(request.path().file());
            kv.range(caller, read(file, 0, 1, !request.quorum()), failing((RangeResult found) -> {
                if (found.kvs().isEmpty()) {
                    look();
                } else {
                    file(found.kvs().get(0), found.revision());
                }
            }));
        }
    }

    private static RangeRequest read(KeyRange range, long revision, int limit, boolean serializable) {
        return RangeRequest.over(range)
                .limit(limit)
                .at(revision)
                .serializable(serializable)
                .build();
    }

    private void file(KeyValue kv, long revision) {
        show(V2Node.of(request.path(), kv, false), revision);
    }

    /** No file: a directory, or nothing. */
    private void look() {
        TxnRequest reads = new TxnRequest(List.of(), PathState.reads(request.path(), !request.quorum()), List.of());
        kv.txn(caller, reads, failing((TxnResult result) -> {
            PathState state = PathState.of(request.path(), result);
            KeyValue file = state.file();
            if (file != null) {
                file(file, state.revision());
            } else if (state.directoryExists()) {
                page(new Listing(request.path(), request.recursive()), state.revision());
            } else {
                outcome.fail(state.notFound());
            }
        }));
    }

    /** The root always exists; reading its marker tells the revision. */
    private void listRoot() {
        kv.range(
                caller,
                read(KeyRange.single(request.path().file()), 0, 1, !request.quorum()),
                failing((RangeResult found) ->
                        page(new Listing(request.path(), request.recursive()), found.revision())));
    }

    private void page(Listing listing, long revision) {
        KeyRange rest = listing.rest();
        if (rest.isEmpty()) {
            listed(listing, revision);
            return;
        }
        kv.range(caller, read(rest, revision, Listing.PAGE_KEYS, true), failing((RangeResult found) -> {
            listing.add(found.kvs());
            if (listing.isTooLarge()) {
                String cause = "the listing is larger than " + (Listing.BYTES_MAX >> 20) + " MiB; list its parts";
                outcome.fail(new V2Exception(V2Code.RAFT_INTERNAL, cause, found.revision()));
            } else if (found.more()) {
                page(listing, revision);
            } else {
                listed(listing, revision);
            }
        }));
    }

    private void listed(Listing listing, long revision) {
        V2Node directory = listing.directory();
        if (request.sorted()) {
            directory.sort();
        }
        show(directory, revision);
    }

    private void show(V2Node node, long revision) {
        leases.show(
                caller,
                List.of(node),
                failing(nothing -> {}),
                () -> outcome.succeed(new V2Event("get", node, null), revision));
    }

    private <T> Reply<T> failing(Consumer<T> next) {
        return new Reply<>() {
            @Override
            public void succeed(T result) {
                next.accept(result);
            }

            @Override
            public void fail(KedgeException reason) {
                outcome.fail(V2Failures.of(reason, 0));
            }
        };
    }
}
