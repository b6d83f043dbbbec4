/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

import io.kedge.api.Cluster;
import io.kedge.api.Maintenance.Status;
import io.kedge.api.Node;
import io.kedge.api.Reply;
import io.kedge.http.ErrorTable;
import io.kedge.http.HttpLoop;
import io.kedge.http.RequestBody;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.MemberInfo;
import io.kedge.model.StatusCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /v2/members} and {@code /v2/machines}. On one loop. */
final class V2Members {

    static final String PATH = "/v2/members";

    private static final String LEADER = "leader";
    private static final String JSON = "application/json";
    private static final int BODY_BYTES_MAX = 64 << 10;

    private final HttpLoop loop;
    private final Node node;

    V2Members(HttpLoop loop) {
        this.loop = loop;
        this.node = loop.node();
    }

    void handle(HttpServerRequest request, Caller caller, V2Answer answer) {
        String below = request.path().substring(PATH.length());
        String name = below.startsWith("/") ? below.substring(1) : below;
        HttpMethod method = request.method();
        if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
            show(name, caller, answer);
        } else if (method == HttpMethod.POST && name.isEmpty()) {
            readUrls(request, answer, urls -> add(urls, caller, answer));
        } else if (method == HttpMethod.DELETE && !name.isEmpty()) {
            withId(name, answer, id -> node.cluster().remove(caller, id, noContent(name, answer)));
        } else if (method == HttpMethod.PUT && !name.isEmpty()) {
            withId(
                    name,
                    answer,
                    id -> readUrls(
                            request, answer, urls -> node.cluster().update(caller, id, urls, noContent(name, answer))));
        } else {
            answer.methodNotAllowed("HEAD,GET,POST,PUT,DELETE");
        }
    }

    private void show(String name, Caller caller, V2Answer answer) {
        if (name.isEmpty()) {
            members(caller, answer, members -> {
                JsonArray all = new JsonArray();
                members.forEach(member -> all.add(json(member)));
                answer.json(200, new JsonObject().put("members", all));
            });
        } else if (name.equals(LEADER)) {
            node.maintenance()
                    .status(
                            caller,
                            reply(
                                    "",
                                    answer,
                                    (Status status) -> members(caller, answer, members -> members.stream()
                                            .filter(member -> member.id() == status.leader())
                                            .findFirst()
                                            .ifPresentOrElse(
                                                    member -> answer.json(200, json(member)),
                                                    () -> answer.message(503, "During election")))));
        } else {
            answer.message(404, "Not found");
        }
    }

    /** Client URLs, as the oldest clients look for members. */
    void machines(Caller caller, V2Answer answer) {
        members(caller, answer, members -> {
            List<String> urls = new ArrayList<>();
            members.forEach(member -> urls.addAll(member.clientUrls()));
            answer.text(200, String.join(", ", urls));
        });
    }

    private void members(Caller caller, V2Answer answer, Consumer<List<MemberInfo>> next) {
        node.cluster().members(caller, false, reply("", answer, next));
    }

    private static JsonObject json(MemberInfo member) {
        return new JsonObject()
                .put("id", Long.toHexString(member.id()))
                .put("name", member.name())
                .put("peerURLs", new JsonArray(member.peerUrls()))
                .put("clientURLs", new JsonArray(member.clientUrls()));
    }

    private void add(List<String> urls, Caller caller, V2Answer answer) {
        node.cluster()
                .add(
                        caller,
                        urls,
                        false,
                        reply("", answer, (Cluster.Added added) -> answer.json(201, json(added.member()))));
    }

    private static void withId(String name, V2Answer answer, Consumer<Long> next) {
        Long id = null;
        try {
            id = Long.parseUnsignedLong(name, 16);
        } catch (NumberFormatException e) {
            answer.message(404, "No such member: " + name);
        }
        if (id != null) {
            next.accept(id);
        }
    }

    private void readUrls(HttpServerRequest request, V2Answer answer, Consumer<List<String>> next) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(JSON)) {
            answer.message(415, "Bad Content-Type " + type + ", accept " + JSON);
            return;
        }
        RequestBody.read(
                loop,
                request,
                BODY_BYTES_MAX,
                body -> {
                    List<String> urls = urls(body);
                    if (urls == null) {
                        answer.message(400, "the body must be {\"peerURLs\":[\"http://host:port\"]}");
                    } else {
                        next.accept(urls);
                    }
                },
                () -> answer.message(413, "the body is too large"));
    }

    private static @Nullable List<String> urls(Buffer body) {
        try {
            JsonArray given = body.toJsonObject().getJsonArray("peerURLs");
            if (given == null || given.isEmpty()) {
                return null;
            }
            List<String> urls = new ArrayList<>();
            for (int i = 0; i < given.size(); i++) {
                urls.add(given.getString(i));
            }
            return urls;
        } catch (DecodeException | ClassCastException broken) {
            return null;
        }
    }

    private static Reply<List<MemberInfo>> noContent(String name, V2Answer answer) {
        return reply(name, answer, members -> answer.nothing(204));
    }

    private static <T> Reply<T> reply(String name, V2Answer answer, Consumer<T> next) {
        return new Reply<>() {
            @Override
            public void succeed(T result) {
                next.accept(result);
            }

            @Override
            public void fail(KedgeException reason) {
                if (reason.code() == StatusCode.MEMBER_NOT_FOUND) {
                    answer.message(404, "No such member: " + name);
                } else {
                    answer.message(ErrorTable.of(reason.code()).status(), V2Failures.text(reason));
                }
            }
        };
    }
}
