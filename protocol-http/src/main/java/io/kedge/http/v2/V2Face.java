/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.http.Face;
import io.kedge.http.HttpLoop;
import io.kedge.model.Caller;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** etcd's v2 interface on one event loop. */
public final class V2Face implements Face {

    private static final String PATH = "/v2/";
    private static final String COUNTS = "io.kedge.http.v2";

    private final HttpLoop loop;
    private final RaftNumbers raft;
    private final V2Keys keys;
    private final V2Members members;
    private final V2Stats stats;

    public V2Face(HttpLoop loop) {
        this.loop = loop;
        this.raft = new RaftNumbers(loop.node());
        V2Counts counts = loop.vertx()
                .sharedData()
                .<String, V2Counts>getLocalMap(COUNTS)
                .computeIfAbsent(COUNTS, name -> new V2Counts());
        this.keys = new V2Keys(loop, counts);
        this.members = new V2Members(loop);
        this.stats = new V2Stats(loop.node(), counts);
    }

    @Override
    public boolean answers(String path) {
        return path.startsWith(PATH);
    }

    @Override
    public void handle(HttpServerRequest request) {
        Caller caller = loop.caller(request);
        V2Answer answer = new V2Answer(request, raft);
        String path = request.path();
        if (isAt(path, V2Keys.PATH)) {
            if (isKeysMethod(request.method())) {
                keys.read(request, caller, raft, answer);
            } else {
                answer.methodNotAllowed("HEAD,GET,PUT,POST,DELETE");
            }
        } else if (isAt(path, V2Members.PATH)) {
            members.handle(request, caller, answer);
        } else if (path.equals("/v2/machines")) {
            if (isRead(request, answer)) {
                members.machines(caller, answer);
            }
        } else if (path.startsWith(V2Stats.PATH)) {
            if (isRead(request, answer)) {
                stats.show(path.substring(V2Stats.PATH.length()), caller, answer);
            }
        } else if (isAt(path, "/v2/auth")) {
            answer.message(501, "users and roles of the v2 interface are not supported yet");
        } else {
            answer.text(404, "404 page not found\n");
        }
    }

    private static boolean isAt(String path, String base) {
        return path.startsWith(base) && (path.length() == base.length() || path.charAt(base.length()) == '/');
    }

    private static boolean isKeysMethod(HttpMethod method) {
        return method == HttpMethod.HEAD
                || method == HttpMethod.GET
                || method == HttpMethod.PUT
                || method == HttpMethod.POST
                || method == HttpMethod.DELETE;
    }

    private static boolean isRead(HttpServerRequest request, V2Answer answer) {
        boolean isRead = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
        if (!isRead) {
            answer.methodNotAllowed("GET,HEAD");
        }
        return isRead;
    }
}
