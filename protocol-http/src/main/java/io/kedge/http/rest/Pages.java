/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What is served as it lies in the jar. */
final class Pages {

    private static final Buffer OPEN_API = load("openapi.json");
    private static final Buffer DOCS = load("docs.html");

    private Pages() {}

    static void openApi(RestCall call) {
        call.bytes(200, "application/json", OPEN_API);
    }

    static void docs(RestCall call) {
        call.response().putHeader("Content-Security-Policy", "default-src 'self' 'unsafe-inline'");
        call.bytes(200, "text/html; charset=utf-8", DOCS);
    }

    private static Buffer load(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            return Buffer.buffer(Objects.requireNonNull(in, name).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
