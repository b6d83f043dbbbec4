/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.http.Face;
import io.kedge.http.HttpLoop;
import io.kedge.http.Problems;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Everything under {@code /v1} that is not a watch, and its description. Routes whose path ends in a name of the
 * client's choice are told apart by their raw path: a router's would lose {@code //} and dot segments. All others are a
 * router's.
 */
public final class RestFace implements Face {

    private final HttpLoop loop;
    private final NamedRoutes named = NamedRoutes.all();
    private final Router router;

    public RestFace(HttpLoop loop) {
        this.loop = loop;
        this.router = Router.router(loop.vertx());
        route(HttpMethod.POST, "/v1/txn", (call, at) -> TxnRoute.txn(call));
        route(HttpMethod.POST, "/v1/leases", (call, at) -> LeaseRoutes.grant(call));
        route(HttpMethod.GET, "/v1/leases", (call, at) -> LeaseRoutes.list(call));
        route(HttpMethod.GET, "/v1/leases/:id", (call, at) -> LeaseRoutes.get(call, at.pathParam("id")));
        route(HttpMethod.DELETE, "/v1/leases/:id", (call, at) -> LeaseRoutes.revoke(call, at.pathParam("id")));
        route(
                HttpMethod.POST,
                "/v1/leases/:id/keepalive",
                (call, at) -> LeaseRoutes.keepAlive(call, at.pathParam("id")));
        route(HttpMethod.GET, "/v1/leases/:id/hold", (call, at) -> LeaseRoutes.hold(call, at.pathParam("id")));
        route(HttpMethod.GET, "/v1/members", (call, at) -> MemberRoutes.list(call));
        route(HttpMethod.GET, "/openapi.json", (call, at) -> Pages.openApi(call));
        route(HttpMethod.GET, "/docs", (call, at) -> Pages.docs(call));
        router.errorHandler(404, at -> Problems.end(at.response(), 404, "not-found", "there is nothing at this path"));
        router.errorHandler(405, this::refuseMethod);
        router.errorHandler(400, at -> Problems.end(at.response(), 400, "bad-request", "the path is not well formed"));
    }

    private void refuseMethod(RoutingContext at) {
        List<HttpMethod> allowed = router.getRoutes().stream()
                .filter(route -> isAt(String.valueOf(route.getPath()), at.normalizedPath()))
                .flatMap(route -> route.methods().stream())
                .toList();
        new RestCall(loop, at.request()).refuseMethod(allowed);
    }

    private static boolean isAt(String pattern, String path) {
        return Pattern.matches(pattern.replaceAll(":\\w+", "[^/]+"), path);
    }

    private void route(HttpMethod method, String path, BiConsumer<RestCall, RoutingContext> handler) {
        router.route(method, path).handler(at -> {
            RestCall call = new RestCall(loop, at.request());
            call.guard(() -> handler.accept(call, at));
        });
    }

    /** Every route as {@code METHOD path}, names as {@code {key}}: what the description must say. */
    List<String> routes() {
        List<String> routes = new ArrayList<>(named.described());
        router.getRoutes().forEach(route -> {
            String path = String.valueOf(route.getPath()).replaceAll(":(\\w+)", "{$1}");
            route.methods().forEach(method -> routes.add(method + " " + path));
        });
        return routes;
    }

    @Override
    public boolean answers(String path) {
        return path.startsWith("/v1/") || path.equals("/openapi.json") || path.equals("/docs");
    }

    @Override
    public void handle(HttpServerRequest request) {
        NamedRoutes.Route route = named.find(request.path());
        if (route == null) {
            router.handle(request);
        } else {
            named.handle(route, new RestCall(loop, request));
        }
    }
}
