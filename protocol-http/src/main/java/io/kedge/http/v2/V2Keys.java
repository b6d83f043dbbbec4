/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.api.Node;
import io.kedge.api.Reply;
import io.kedge.http.HttpLoop;
import io.kedge.http.RequestBody;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.KeyRange;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.StatusCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /v2/keys}: reads a request and gives it to what serves it. On one loop. */
final class V2Keys {

    static final String PATH = "/v2/keys";

    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpLoop loop;
    private final Node node;
    private final V2Leases leases;
    private final V2Counts counts;
    private final V2Waiters waiters;

    V2Keys(HttpLoop loop, V2Counts counts) {
        this.loop = loop;
        this.node = loop.node();
        this.leases = new V2Leases(node.leases());
        this.counts = counts;
        this.waiters = new V2Waiters(counts);
    }

    /** {@code body} is null where the method has none. */
    void serve(HttpServerRequest request, Caller caller, @Nullable Buffer body, V2Answer answer) {
        HttpMethod method = request.method();
        try {
            FormReader form = new FormReader();
            if (body != null && isForm(request)) {
                form.add(Bytes.of(body.getBytes()));
            }
            if (request.query() != null) {
                form.add(request.query());
            }
            boolean isGet = method == HttpMethod.GET;
            V2Request parsed = V2Request.of(path(request.path()), isGet, form);
            refuseIfLearner(method, parsed);
            dispatch(request, caller, parsed, answer);
        } catch (V2Exception refused) {
            answer.fail(refused);
        }
    }

    static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null) {
            return false;
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end))
                .strip()
                .toLowerCase(Locale.ROOT)
                .equals(FORM);
    }

    /** From the path as it came; each escape is a byte of the key, a slash too. */
    private static V2Path path(String raw) {
        StringBuilder decoded = new StringBuilder(raw.length());
        String broken = Escapes.decode(raw.substring(PATH.length()), false, decoded);
        if (broken != null) {
            throw new V2Exception(V2Code.INVALID_FORM, "invalid URL escape \"" + broken + "\"");
        }
        return V2Path.of(decoded.toString());
    }

    private void refuseIfLearner(HttpMethod method, V2Request parsed) {
        boolean isRead = method == HttpMethod.GET || method == HttpMethod.HEAD;
        if (node.isLearner() && (!isRead || parsed.quorum() || parsed.waits())) {
            throw V2Failures.of(new KedgeException(StatusCode.NOT_SUPPORTED_FOR_LEARNER), 0);
        }
    }

    private void dispatch(HttpServerRequest request, Caller caller, V2Request parsed, V2Answer answer) {
        HttpMethod method = request.method();
        if (parsed.waits()) {
            watch(request, caller, parsed, answer);
        } else if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
            new V2Reader(node.kv(), leases, caller, parsed, outcome("get", parsed, answer)).start();
        } else if (method == HttpMethod.POST) {
            write(caller, parsed, new AppendChange(parsed), "create", answer);
        } else if (parsed.path().isRoot()) {
            // As in etcd: what is to be deleted by comparing it must be a file first of all.
            boolean comparesToDelete = method == HttpMethod.DELETE && parsed.hasPrevious();
            answer.fail(
                    comparesToDelete
                            ? new V2Exception(V2Code.NOT_A_FILE, "", node.revision())
                            : new V2Exception(V2Code.ROOT_READ_ONLY, "/", node.revision()));
        } else if (method == HttpMethod.PUT) {
            PutChange put = new PutChange(parsed);
            write(caller, parsed, put, put.action(), answer);
        } else {
            String action = parsed.hasPrevious() ? "compareAndDelete" : "delete";
            write(caller, parsed, new DeleteChange(parsed), action, answer);
        }
    }

    private void write(Caller caller, V2Request parsed, Change change, String action, V2Answer answer) {
        new V2Writer(node.kv(), leases, caller, parsed, change, outcome(action, parsed, answer)).start();
    }

    private V2Outcome outcome(String action, V2Request parsed, V2Answer answer) {
        return new V2Outcome() {
            @Override
            public void succeed(V2Event event, long index) {
                counts.count(action, true);
                boolean bare = parsed.noValueOnSuccess() && isPut(action);
                V2Event shown = bare ? event.withoutNodes() : event;
                answer.succeed(shown, event.creates(), index);
            }

            @Override
            public void fail(V2Exception reason) {
                counts.count(action, false);
                answer.fail(reason);
            }
        };
    }

    private static boolean isPut(String action) {
        return !action.equals("get") && !action.equals("delete") && !action.equals("compareAndDelete");
    }

    private void watch(HttpServerRequest request, Caller caller, V2Request parsed, V2Answer answer) {
        if (!waiters.enter(request.connection())) {
            answer.fail(V2Failures.of(new KedgeException(StatusCode.TOO_MANY_REQUESTS), node.revision()));
            return;
        }
        V2Watch watch = new V2Watch(node, leases, caller, parsed, answer, () -> waiters.leave(request.connection()));
        long from = parsed.waitIndex();
        if (from <= 0 || from > node.revision()) {
            watch.start(true);
        } else {
            // Whether the history is still there must be known before the response begins.
            KeyRange nothing = KeyRange.single(V2Path.of("").file());
            node.kv()
                    .range(
                            caller,
                            RangeRequest.over(nothing)
                                    .at(from)
                                    .serializable(true)
                                    .keysOnly(true)
                                    .countOnly(true)
                                    .build(),
                            new Reply<RangeResult>() {
                                @Override
                                public void succeed(RangeResult result) {
                                    watch.start(true);
                                }

                                @Override
                                public void fail(KedgeException reason) {
                                    watch.start(reason.code() != StatusCode.COMPACTED);
                                }
                            });
        }
    }

    /** Reads what the request brings, then serves it. Call it in the turn in which the request came. */
    void read(HttpServerRequest request, Caller caller, RaftNumbers raft, V2Answer answer) {
        HttpMethod method = request.method();
        if (method == HttpMethod.PUT || method == HttpMethod.POST) {
            RequestBody.read(
                    loop,
                    request,
                    loop.limits().messageBytesMax(),
                    body -> raft.prepare(caller, () -> serve(request, caller, body, answer)),
                    () -> tooLarge(request, answer));
        } else {
            raft.prepare(caller, () -> serve(request, caller, null, answer));
        }
    }

    private void tooLarge(HttpServerRequest request, V2Answer answer) {
        RequestBody.closeAfter(request);
        answer.fail(V2Failures.of(new KedgeException(StatusCode.REQUEST_TOO_LARGE), node.revision()));
    }
}
