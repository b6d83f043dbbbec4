/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.grpc.proto.etcdserverpb.WatchResponse;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A watch over the JSON gateway, read line by line. */
final class GatewayLines implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final HttpURLConnection connection;
    private final BufferedReader lines;

    private GatewayLines(HttpURLConnection connection, BufferedReader lines) {
        this.connection = connection;
        this.lines = lines;
    }

    static GatewayLines open(ServerUnderTest server, String path, String body) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + server.clientPort() + path)
                            .toURL()
                            .openConnection();
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            return new GatewayLines(
                    connection,
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WatchResponse next() {
        try {
            WatchResponse.Builder response = WatchResponse.newBuilder();
            String line = lines.readLine();
            JsonFormat.parser()
                    .merge(new JsonObject(line).getJsonObject("result").encode(), response);
            return response.build();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("no watch response", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
