/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.kedge.model.Key;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routes whose path ends in a name, by their raw paths. */
final class NamedRoutes {

    /** Answers one method; the name is what stands behind the path, decoded once. */
    interface Handler {
        void handle(RestCall call, byte[] name);
    }

    /** All methods of one path. */
    record Route(String path, String nameOf, Map<HttpMethod, Handler> methods) {}

    private final List<Route> routes = new ArrayList<>();

    private NamedRoutes() {}

    static NamedRoutes all() {
        NamedRoutes all = new NamedRoutes();
        all.add("/v1/kv", "key")
                .on(HttpMethod.GET, NamedRoutes::getKey)
                .on(HttpMethod.HEAD, KeyRoutes::get)
                .on(HttpMethod.PUT, PutRoute::put)
                .on(HttpMethod.PATCH, MergePatch::patch)
                .on(HttpMethod.DELETE, NamedRoutes::deleteKey);
        all.add("/v1/history", "key").on(HttpMethod.GET, HistoryRoutes::get).on(HttpMethod.POST, HistoryRoutes::post);
        all.add("/v1/locks", "name")
                .on(HttpMethod.GET, LockRoutes::get)
                .on(HttpMethod.POST, LockRoutes::lock)
                .on(HttpMethod.DELETE, LockRoutes::unlock);
        all.add("/v1/elections", "name")
                .on(HttpMethod.GET, ElectionRoutes::get)
                .on(HttpMethod.POST, ElectionRoutes::campaign)
                .on(HttpMethod.PUT, ElectionRoutes::proclaim)
                .on(HttpMethod.DELETE, ElectionRoutes::resign);
        return all;
    }

    private static void getKey(RestCall call, byte[] name) {
        Key prefix = name.length == 0 ? RangeRoutes.prefix(call) : null;
        if (prefix != null) {
            RangeRoutes.list(call, prefix);
        } else {
            KeyRoutes.get(call, name);
        }
    }

    private static void deleteKey(RestCall call, byte[] name) {
        if (name.length == 0) {
            RangeRoutes.delete(call, RangeRoutes.prefix(call));
        } else {
            KeyRoutes.delete(call, name);
        }
    }

    /** Adds methods to a path. */
    private record Adding(Route route) {
        Adding on(HttpMethod method, Handler handler) {
            route.methods().put(method, handler);
            return this;
        }
    }

    private Adding add(String path, String nameOf) {
        Route route = new Route(path, nameOf, new LinkedHashMap<>());
        routes.add(route);
        return new Adding(route);
    }

    /** Null if {@code path} is none of these. */
    @Nullable
    Route find(@Nullable String path) {
        if (path != null) {
            for (Route route : routes) {
                int length = route.path().length();
                if (path.startsWith(route.path()) && (path.length() == length || path.charAt(length) == '/')) {
                    return route;
                }
            }
        }
        return null;
    }

    void handle(Route route, RestCall call) {
        call.guard(() -> {
            Handler handler = route.methods().get(call.request().method());
            if (handler == null) {
                call.refuseMethod(route.methods().keySet());
            } else {
                handler.handle(call, name(route, call));
            }
        });
    }

    /** Behind the path, or, for names that something on the way would rewrite, in a parameter. */
    private static byte[] name(Route route, RestCall call) {
        String raw = String.valueOf(call.request().path());
        String rest = raw.length() <= route.path().length() + 1
                ? ""
                : raw.substring(route.path().length() + 1);
        String text = call.parameter(route.nameOf());
        String base64 = call.parameter(route.nameOf() + "64");
        if ((rest.isEmpty() ? 0 : 1) + (text == null ? 0 : 1) + (base64 == null ? 0 : 1) > 1) {
            throw new BadRequestException("the " + route.nameOf() + " is given twice");
        }
        if (base64 != null) {
            return RawName.ofBase64Url(route.nameOf() + "64", base64);
        }
        return text != null ? text.getBytes(StandardCharsets.UTF_8) : RawName.ofPath(rest);
    }

    /** Every route as {@code METHOD path/{name}}. */
    List<String> described() {
        List<String> all = new ArrayList<>();
        for (Route route : routes) {
            route.methods()
                    .keySet()
                    .forEach(method -> all.add(method + " " + route.path() + "/{" + route.nameOf() + "}"));
        }
        all.add("GET /v1/kv");
        all.add("DELETE /v1/kv");
        return all;
    }
}
