/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.front;

import io.kedge.http.Face;
import io.kedge.http.HttpLoop;
import io.kedge.http.Problems;
import io.kedge.spi.WebOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in before any face looks at a request: whoever names this node by one of its names, and of pages of other
 * hosts those that the node was told. To these a browser shows the answers (CORS), as etcd has it. Another page may
 * look, and sees nothing of the answer; it changes nothing.
 */
final class Gate {

    private static final String METHODS = "POST, GET, OPTIONS, PUT, DELETE, HEAD, PATCH";
    private static final String HEADERS = "accept, content-type, authorization, if-match, if-none-match, prefer,"
            + " last-event-id, kedge-fence, kedge-require-leader";
    private static final String SHOWN = "ETag, Location, Retry-After, Preference-Applied, Kedge-Revision,"
            + " Kedge-Create-Revision, Kedge-Version, Kedge-Lease, X-Etcd-Index, X-Etcd-Cluster-Id, X-Raft-Index,"
            + " X-Raft-Term";

    private final HttpLoop loop;
    private final WebOptions web;

    Gate(HttpLoop loop) {
        this.loop = loop;
        this.web = loop.web();
    }

    void handle(Face face, HttpServerRequest request) {
        if (!isNamedRightly(request)) {
            Problems.end(
                    request.response(),
                    421,
                    "misdirected-request",
                    "this node is not asked by that name; --host-whitelist says by which it is");
        } else if (!isAnsweredHere(request)) {
            if (mayChange(face, request)) {
                face.handle(request);
            } else {
                Problems.end(request.response(), 403, "foreign-origin", "pages of other hosts change nothing here");
            }
        }
    }

    private boolean isNamedRightly(HttpServerRequest request) {
        if (web.hosts().contains(WebOptions.ALL)) {
            return true;
        }
        HostAndPort authority = request.authority();
        return authority != null && web.hosts().contains(authority.host().toLowerCase(Locale.ROOT));
    }

    /** Tells a browser what it may show a page; a browser that asks for no more than that is answered. */
    private boolean isAnsweredHere(HttpServerRequest request) {
        String origin = shownTo(request.getHeader("Origin"));
        if (origin == null) {
            return false;
        }
        HttpServerResponse response = request.response();
        response.putHeader("Access-Control-Allow-Origin", origin).putHeader("Access-Control-Expose-Headers", SHOWN);
        if (!origin.equals(WebOptions.ALL)) {
            response.putHeader("Vary", "Origin");
        }
        if (request.method() != HttpMethod.OPTIONS) {
            return false;
        }
        response.putHeader("Access-Control-Allow-Methods", METHODS)
                .putHeader("Access-Control-Allow-Headers", HEADERS)
                .end();
        return true;
    }

    private @Nullable String shownTo(@Nullable String origin) {
        if (web.origins().contains(WebOptions.ALL)) {
            return WebOptions.ALL;
        }
        return origin != null && web.origins().contains(origin) ? origin : null;
    }

    private boolean mayChange(Face face, HttpServerRequest request) {
        HttpMethod method = request.method();
        boolean looks = method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS;
        return looks || face.judgesOrigins() || loop.mayAsk(request);
    }
}
