/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.http;

import io.kedge.api.Node;
import io.kedge.api.Reply;
import io.kedge.model.Alarm;
import io.kedge.model.AlarmResult;
import io.kedge.model.AlarmState;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.server.EtcdVersion;
import io.kedge.server.NodeMeters;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** {@code /health /livez /readyz /version /metrics}, as etcd answers them; none needs a user. On one loop. */
public final class HealthRoutes {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final Node node;
    private final NodeMeters meters;

    public HealthRoutes(Node node, NodeMeters meters) {
        this.node = node;
        this.meters = meters;
    }

    /** Whether this answers the request. */
    public boolean matches(HttpServerRequest request) {
        String path = request.path();
        return path != null
                && (path.equals("/health")
                        || path.equals("/version")
                        || path.equals("/metrics")
                        || isProbe(path, "/livez")
                        || isProbe(path, "/readyz"));
    }

    private static boolean isProbe(String path, String probe) {
        return path.equals(probe) || path.startsWith(probe + "/");
    }

    public void handle(HttpServerRequest request) {
        String path = request.path();
        if (request.method() != HttpMethod.GET) {
            end(request, 405, TEXT, "Method Not Allowed\n");
        } else if (path.equals("/health")) {
            health(request);
        } else if (path.equals("/version")) {
            JsonObject version = new JsonObject()
                    .put("etcdserver", EtcdVersion.SERVER)
                    .put("etcdcluster", EtcdVersion.CLUSTER)
                    .put("storage", EtcdVersion.STORAGE);
            end(request, 200, "application/json", version.encode());
        } else if (path.equals("/metrics")) {
            end(request, 200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape());
        } else {
            probe(request, isProbe(path, "/livez") ? "/livez" : "/readyz");
        }
    }

    private void health(HttpServerRequest request) {
        boolean serializable = Boolean.parseBoolean(request.getParam("serializable", "false"));
        List<String> exclude = request.params().getAll("exclude");
        if (!serializable && !node.hasLeader()) {
            healthEnd(request, "RAFT NO LEADER");
            return;
        }
        Future<AlarmResult> alarms = Reply.future(reply -> node.maintenance().alarms(Caller.NODE, Alarm.NONE, reply));
        alarms.compose(result -> {
                    for (AlarmState alarm : result.alarms()) {
                        String name = name(alarm.alarm());
                        if (!exclude.contains(name)) {
                            return Future.failedFuture("ALARM " + name);
                        }
                    }
                    return read(serializable);
                })
                .onSuccess(found -> healthEnd(request, ""))
                .onFailure(reason -> healthEnd(
                        request, (reason instanceof KedgeException ? "RANGE ERROR:" : "") + reason.getMessage()));
    }

    private static String name(Alarm alarm) {
        return alarm == Alarm.NO_SPACE ? "NOSPACE" : alarm.name();
    }

    private Future<RangeResult> read(boolean serializable) {
        RangeRequest anyKey = RangeRequest.over(KeyRange.single(Key.utf8("health")))
                .limit(1)
                .serializable(serializable)
                .keysOnly(true)
                .build();
        return Reply.future(reply -> node.kv().range(Caller.NODE, anyKey, reply));
    }

    private void healthEnd(HttpServerRequest request, String reason) {
        meters.counts().healthChecked(reason.isEmpty());
        JsonObject body =
                new JsonObject().put("health", String.valueOf(reason.isEmpty())).put("reason", reason);
        end(request, reason.isEmpty() ? 200 : 503, "application/json", body.encode());
    }

    private record Check(String name, Future<?> outcome) {}

    private void probe(HttpServerRequest request, String probe) {
        List<Check> checks = new ArrayList<>();
        boolean ready = probe.equals("/readyz");
        if (ready) {
            checks.add(new Check("data_corruption", noCorruption()));
        }
        checks.add(new Check("serializable_read", read(true)));
        if (ready) {
            checks.add(new Check("linearizable_read", read(false)));
            checks.add(new Check("non_learner", Future.succeededFuture()));
        }
        String path = request.path();
        if (path.length() > probe.length() + 1) {
            String wanted = path.substring(probe.length() + 1);
            checks.removeIf(check -> !check.name().equals(wanted));
            if (checks.isEmpty()) {
                end(request, 404, TEXT, "404 page not found\n");
                return;
            }
        }
        List<String> exclude = request.params().getAll("exclude");
        checks.removeIf(check -> exclude.contains(check.name()));
        List<Future<?>> outcomes = new ArrayList<>();
        checks.forEach(check -> outcomes.add(check.outcome()));
        Future.join(outcomes).onComplete(all -> {
            checks.forEach(check -> meters.checked(
                    probe.substring(1), check.name(), check.outcome().succeeded()));
            probeEnd(request, checks);
        });
    }

    private Future<?> noCorruption() {
        return Reply.<AlarmResult>future(reply -> node.maintenance().alarms(Caller.NODE, Alarm.CORRUPT, reply))
                .compose(result -> result.alarms().isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture("alarm activated: CORRUPT"));
    }

    private static void probeEnd(HttpServerRequest request, List<Check> checks) {
        StringBuilder text = new StringBuilder();
        boolean failed = false;
        for (Check check : checks) {
            if (check.outcome().succeeded()) {
                text.append("[+]").append(check.name()).append(" ok\n");
            } else {
                failed = true;
                text.append("[-]").append(check.name()).append(" failed: ");
                text.append(check.outcome().cause().getMessage()).append('\n');
            }
        }
        boolean verbose = request.params().contains("verbose");
        String body = failed ? text.toString() : verbose ? text + "ok\n" : "ok\n";
        end(request, failed ? 503 : 200, TEXT, body);
    }

    private static void end(HttpServerRequest request, int status, String type, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", type)
                .putHeader("x-content-type-options", "nosniff")
                .end(body);
    }
}
