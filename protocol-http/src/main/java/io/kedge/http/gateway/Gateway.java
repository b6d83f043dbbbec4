/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import io.kedge.grpc.rpc.Call;
import io.kedge.grpc.rpc.CallType;
import io.kedge.grpc.rpc.Connection;
import io.kedge.grpc.rpc.Connections;
import io.kedge.grpc.rpc.GrpcOutcome;
import io.kedge.grpc.rpc.Loop;
import io.kedge.grpc.rpc.RpcMethod;
import io.kedge.grpc.rpc.Services;
import io.kedge.http.Face;
import io.kedge.http.HttpLoop;
import io.kedge.model.Caller;
import io.kedge.spi.ProtocolContext;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.streams.ReadStream;
import java.util.HashMap;
import java.util.Map;

/** The JSON gateway on one event loop: the services that gRPC has, each method a path to post to. */
public final class Gateway implements Face {

    /** One path. */
    private record Route(RpcMethod method, JsonCodec codec) {}

    private final Loop loop;
    private final Context eventLoop;
    private final HttpLoop http;
    private final Services services;
    private final Connections connections;
    private final Map<String, Route> routes = new HashMap<>();

    /** On the loop that is to serve. */
    public Gateway(ProtocolContext context, HttpLoop http) {
        this.loop = new Loop(context);
        this.eventLoop = context.vertx().getOrCreateContext();
        this.http = http;
        this.services = new Services(loop);
        this.connections = new Connections(context.meters(), "http");
        Map<GatewayPaths.Name, Route> byName = new HashMap<>();
        for (RpcMethod method : services.methods()) {
            byName.put(
                    new GatewayPaths.Name(method.service(), method.name()),
                    new Route(method, new JsonCodec(method.request(), method.reply())));
        }
        GatewayPaths.table().forEach((path, name) -> {
            Route route = byName.get(name);
            if (route != null) {
                routes.put(path, route);
            }
        });
    }

    @Override
    public boolean answers(String path) {
        return GatewayPaths.isOne(path);
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = GatewayPaths.below(String.valueOf(request.path()));
        GatewayPaths.Name name = GatewayPaths.table().get(path);
        if (name == null) {
            HttpOutlet.refuse(request, GatewayErrors.NOT_FOUND);
            return;
        }
        boolean socket = isUpgrade(request);
        if (!socket && request.method() != HttpMethod.POST) {
            HttpOutlet.refuse(request, GatewayErrors.WRONG_VERB);
            return;
        }
        Route route = routes.get(path);
        if (route == null) {
            HttpOutlet.refuse(request, services.unknown(name.service(), name.method()));
            return;
        }
        try {
            long timeoutMillis = GrpcTimeout.millis(request.getHeader("grpc-timeout"));
            if (socket) {
                request.toWebSocket().onSuccess(opened -> overSocket(request, opened, route, timeoutMillis));
            } else {
                overHttp(request, route, timeoutMillis);
            }
        } catch (BadJsonException e) {
            HttpOutlet.refuse(request, GatewayErrors.invalid(e.text()));
        }
    }

    @Override
    public void stop() {
        loop.stop();
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && request.method() == HttpMethod.GET
                && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    private void overHttp(HttpServerRequest request, Route route, long timeoutMillis) {
        Outlet outlet = new HttpOutlet(request, route.method().type() != CallType.UNARY);
        Intake intake = intake(request, route, true);
        Call call = open(request, route, timeoutMillis, outlet, intake);
        request.handler(intake::take);
        request.endHandler(end -> intake.end());
        request.exceptionHandler(error -> call.clientGone());
        request.response().exceptionHandler(error -> call.clientGone());
        request.response().closeHandler(closed -> call.clientGone());
        call.start();
        if (route.method().type() != CallType.BIDI_STREAM && announcedBytes(request) > jsonBytesMax()) {
            call.fail(loop.tooLarge());
        } else if (request.getHeader(HttpHeaders.EXPECT) != null && !call.ended()) {
            request.response().writeContinue();
        }
    }

    private void overSocket(HttpServerRequest request, ServerWebSocket socket, Route route, long timeoutMillis) {
        Outlet outlet = new SocketOutlet(socket, route.method().type() != CallType.UNARY);
        Intake intake = intake(socket, route, false);
        Call call = open(request, route, timeoutMillis, outlet, intake);
        socket.textMessageHandler(text -> intake.take(Buffer.buffer(text)));
        socket.binaryMessageHandler(intake::take);
        socket.exceptionHandler(error -> call.clientGone());
        socket.closeHandler(closed -> call.clientGone());
        call.start();
    }

    private Intake intake(ReadStream<?> source, Route route, boolean untilEnd) {
        boolean several = route.method().type() == CallType.BIDI_STREAM;
        GrpcOutcome tooLarge = loop.tooLarge();
        int protobufBytesMax = loop.limits().messageBytesMax();
        return new Intake(
                source,
                route.codec(),
                new Intake.Terms(several, untilEnd, jsonBytesMax(), protobufBytesMax, tooLarge),
                eventLoop);
    }

    private Call open(HttpServerRequest request, Route route, long timeoutMillis, Outlet outlet, Intake intake) {
        Connection connection = connections.of(request.connection(), request.headers());
        Caller caller = http.caller(request);
        JsonTransport transport = new JsonTransport(
                caller, connection, request.headers(), timeoutMillis, route.codec(), outlet, intake, eventLoop);
        Call call = route.method().open(transport);
        intake.feed(call);
        return call;
    }

    /** Base64 makes four bytes of three, and there may be space between things. */
    private int jsonBytesMax() {
        return (int) Math.min(2L * loop.limits().messageBytesMax(), Integer.MAX_VALUE >> 1);
    }

    /** 0 if it is not said. */
    private static long announcedBytes(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
