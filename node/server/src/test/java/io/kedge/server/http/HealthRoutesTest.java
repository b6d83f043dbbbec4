/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.Alarm;
import io.kedge.model.AlarmResult;
import io.kedge.model.Caller;
import io.kedge.server.RunningNode;
import io.kedge.server.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthRoutesTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path folder;

    private static RunningNode node;

    @BeforeAll
    static void start() throws StartException, IOException {
        node = RunningNode.start(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void a_sound_node_says_so() throws IOException, InterruptedException {
        assertAnswer("/health", 200, "{\"health\":\"true\",\"reason\":\"\"}");
        assertAnswer("/health?serializable=true", 200, "{\"health\":\"true\",\"reason\":\"\"}");
        assertAnswer("/livez", 200, "ok\n");
        assertAnswer("/readyz", 200, "ok\n");
        assertAnswer("/livez?verbose", 200, "[+]serializable_read ok\nok\n");
        assertAnswer(
                "/readyz?verbose",
                200,
                "[+]data_corruption ok\n[+]serializable_read ok\n[+]linearizable_read ok\n[+]non_learner ok\nok\n");
    }

    @Test
    void probes_can_be_asked_one_by_one() throws IOException, InterruptedException {
        assertAnswer("/readyz/linearizable_read?verbose", 200, "[+]linearizable_read ok\nok\n");
        assertAnswer("/livez/linearizable_read", 404, "404 page not found\n");
        assertAnswer(
                "/readyz?verbose&exclude=non_learner&exclude=data_corruption",
                200,
                "[+]serializable_read ok\n[+]linearizable_read ok\nok\n");
    }

    @Test
    void alarms_make_it_unhealthy_until_excluded_or_cleared() throws IOException, InterruptedException {
        alarm(Alarm.NO_SPACE, true);
        try {
            assertAnswer("/health", 503, "{\"health\":\"false\",\"reason\":\"ALARM NOSPACE\"}");
            assertAnswer("/health?exclude=NOSPACE", 200, "{\"health\":\"true\",\"reason\":\"\"}");
            assertAnswer("/readyz", 200, "ok\n");
        } finally {
            alarm(Alarm.NO_SPACE, false);
        }
        alarm(Alarm.CORRUPT, true);
        try {
            assertAnswer("/health?exclude=NOSPACE", 503, "{\"health\":\"false\",\"reason\":\"ALARM CORRUPT\"}");
            assertAnswer("/livez", 200, "ok\n");
            HttpResponse<String> ready = get("/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).startsWith("[-]data_corruption failed: alarm activated: CORRUPT\n[+]");
        } finally {
            alarm(Alarm.CORRUPT, false);
        }
        assertAnswer("/health", 200, "{\"health\":\"true\",\"reason\":\"\"}");
    }

    @Test
    void version_and_metrics() throws IOException, InterruptedException {
        HttpResponse<String> version = get("/version");
        assertThat(version.body())
                .matches("\\{\"etcdserver\":\"3\\.6\\.\\d+\",\"etcdcluster\":\"3\\.6\\.0\",\"storage\":\"3\\.6\\.0\"}");
        HttpResponse<String> metrics = get("/metrics");
        assertThat(metrics.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.body().lines())
                .contains("etcd_server_has_leader 1.0", "# TYPE etcd_server_proposals_applied_total gauge");
    }

    @Test
    void checks_are_counted() throws IOException, InterruptedException {
        get("/readyz");
        assertThat(get("/metrics").body().lines())
                .contains("etcd_server_healthcheck{name=\"linearizable_read\",type=\"readyz\"} 1.0");
    }

    @Test
    void other_methods_and_paths_are_refused() throws IOException, InterruptedException {
        assertAnswer("/healthy", 404, "404 page not found\n");
        HttpRequest post = HttpRequest.newBuilder(uri("/health"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(HTTP.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    private static void alarm(Alarm alarm, boolean on) {
        node.<AlarmResult>call((n, reply) -> {
            if (on) {
                n.maintenance().raiseAlarm(Caller.NODE, 1, alarm, reply);
            } else {
                n.maintenance().clearAlarm(Caller.NODE, 1, alarm, reply);
            }
        });
    }

    private static void assertAnswer(String path, int status, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode() + " " + answer.body()).as(path).isEqualTo(status + " " + body);
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + node.port() + path);
    }
}
