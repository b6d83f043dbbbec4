/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** The gRPC server of one loop: which requests are its own, which services it has, and what it says to all others. */
final class GrpcFront {

    private static final String CONTENT_TYPE = "application/grpc";

    private final GrpcServer server;
    private final Loop loop;
    private final Connections connections;
    private final Set<String> services = new HashSet<>();

    GrpcFront(Loop loop) {
        this.loop = loop;
        this.connections = new Connections(loop.context().meters());
        GrpcServerOptions options =
                new GrpcServerOptions().setMaxMessageSize(loop.limits().messageBytesMax());
        for (GrpcProtocol protocol : GrpcProtocol.values()) {
            if (protocol != GrpcProtocol.HTTP_2) {
                options.removeEnabledProtocol(protocol);
            }
        }
        this.server = GrpcServer.server(loop.vertx(), options);
        server.callHandler(this::unimplemented);
        service(KvService.NAME, KvService::register);
        service(WatchService.NAME, WatchService::register);
        service(LeaseService.NAME, LeaseService::register);
        service(LockService.NAME, LockService::register);
        service(ElectionService.NAME, ElectionService::register);
        service(ClusterService.NAME, ClusterService::register);
        service(MaintenanceService.NAME, MaintenanceService::register);
        services.add("etcdserverpb.Auth");
        service(HealthService.NAME, HealthService::register);
        ReflectionService.NAMES.forEach(name -> service(name, ReflectionService::register));
    }

    private void service(String name, Consumer<ServiceBinder> registration) {
        services.add(name);
        registration.accept(new ServiceBinder(server, loop, connections, name));
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
        loop.arriving(request);
        server.handle(request);
    }

    private void unimplemented(GrpcServerRequest<Buffer, Buffer> request) {
        String path = request.fullMethodName();
        int slash = path.lastIndexOf('/');
        String service = slash < 0 ? path : path.substring(0, slash);
        String text = services.contains(service)
                ? "unknown method " + path.substring(slash + 1) + " for service " + service
                : "unknown service " + service;
        request.response().status(GrpcStatus.UNIMPLEMENTED).statusMessage(text).end();
    }
}
