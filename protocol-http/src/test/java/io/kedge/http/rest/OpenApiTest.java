/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.http.HttpLoop;
import io.kedge.http.NodelessContext;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The description and the routes say the same. */
final class OpenApiTest {

    @Test
    void everyRouteIsDescribedAndNoOther() throws IOException {
        List<String> described = new ArrayList<>();
        description().getJsonObject("paths").forEach(path -> ((JsonObject) path.getValue())
                .fieldNames()
                .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Vertx vertx = Vertx.vertx();
        try {
            RestFace face = new RestFace(new HttpLoop(new NodelessContext(vertx)));
            List<String> routes = new ArrayList<>(face.routes());
            // These two are faces of their own.
            routes.add("GET /v1/watch");
            routes.add("GET /v1/ws");
            assertThat(described).containsExactlyInAnyOrderElementsOf(routes);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        JsonObject schemas = description().getJsonObject("components").getJsonObject("schemas");
        Matcher references = Pattern.compile("#/components/schemas/(\\w+)")
                .matcher(description().encode());
        assertThat(references.results().map(found -> found.group(1)).toList())
                .isNotEmpty()
                .allMatch(schemas::containsKey);
    }

    private static JsonObject description() throws IOException {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
            return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
