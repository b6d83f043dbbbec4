/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.grpc.rpc.Connections;
import io.kedge.grpc.rpc.GrpcOutcome;
import io.kedge.grpc.rpc.Loop;
import io.kedge.grpc.rpc.RpcMethod;
import io.kedge.grpc.rpc.Services;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The gRPC server of one loop: which requests are its own, which services it has, and what it says to all others. */
final class GrpcFront {

    private static final String CONTENT_TYPE = "application/grpc";

    private final GrpcServer server;
    private final Loop loop;
    private final Connections connections;
    private final Services services;

    /** The request whose call is being opened. */
    private @Nullable HttpServerRequest arriving;

    GrpcFront(Loop loop) {
        this.loop = loop;
        this.connections = new Connections(loop.context().meters(), "grpc");
        this.services = new Services(loop);
        GrpcServerOptions options =
                new GrpcServerOptions().setMaxMessageSize(loop.limits().messageBytesMax());
        for (GrpcProtocol protocol : GrpcProtocol.values()) {
            if (protocol != GrpcProtocol.HTTP_2) {
                options.removeEnabledProtocol(protocol);
            }
        }
        this.server = GrpcServer.server(loop.vertx(), options);
        server.callHandler(this::unimplemented);
        services.methods().forEach(this::serve);
    }

    private void serve(RpcMethod method) {
        ServiceMethod<Buffer, Buffer> serviceMethod = ServiceMethod.server(
                ServiceName.create(method.service()),
                method.name(),
                GrpcMessageEncoder.IDENTITY,
                GrpcMessageDecoder.IDENTITY);
        server.callHandler(serviceMethod, request -> {
            HttpServerRequest http = Objects.requireNonNull(arriving, "no request is arriving");
            GrpcTransport transport =
                    new GrpcTransport(connections.of(request.connection(), request.headers()), http, request);
            transport.connect(method.open(transport), loop.tooLarge());
        });
    }

    static boolean matches(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            return false;
        }
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return contentType != null && contentType.startsWith(CONTENT_TYPE);
    }

    /** Compressed requests are refused, as by etcd: inflating is unbounded work for few bytes. */
    void handle(HttpServerRequest request) {
        String encoding = request.getHeader("grpc-encoding");
        if (encoding != null && !encoding.equals("identity")) {
            request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                    .putHeader("grpc-status", GrpcStatus.UNIMPLEMENTED.toString())
                    .putHeader("grpc-message", "grpc: Decompressor is not installed for the grpc-encoding")
                    .end();
            return;
        }
        arriving = request;
        server.handle(request);
    }

    private void unimplemented(GrpcServerRequest<Buffer, Buffer> request) {
        String path = request.fullMethodName();
        int slash = path.lastIndexOf('/');
        GrpcOutcome outcome = services.unknown(slash < 0 ? path : path.substring(0, slash), path.substring(slash + 1));
        request.response()
                .status(GrpcStatuses.of(outcome.status()))
                .statusMessage(outcome.text())
                .end();
    }
}
