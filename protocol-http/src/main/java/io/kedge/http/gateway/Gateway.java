/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import io.kedge.grpc.rpc.Call;
import io.kedge.grpc.rpc.CallType;
import io.kedge.grpc.rpc.Connection;
import io.kedge.grpc.rpc.Connections;
import io.kedge.grpc.rpc.Loop;
import io.kedge.grpc.rpc.RpcMethod;
import io.kedge.grpc.rpc.Services;
import io.kedge.http.Face;
import io.kedge.http.HttpLoop;
import io.kedge.http.RequestBody;
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

    /** A call under way. */
    private record Exchange(Call call, Intake intake) {

        void gone() {
            intake.close();
            call.clientGone();
        }
    }

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
    public boolean judgesOrigins() {
        return true;
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
        if (!http.mayAsk(request)) {
            HttpOutlet.refuse(request, GatewayErrors.FOREIGN_PAGE);
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
        if (route.method().type() == CallType.BIDI_STREAM) {
            Exchange exchange = exchange(request, route, timeoutMillis);
            request.handler(exchange.intake()::take);
            request.endHandler(end -> exchange.intake().end());
            request.exceptionHandler(error -> exchange.gone());
        } else {
            RequestBody.read(
                    http,
                    request,
                    jsonBytesMax(),
                    body -> {
                        Exchange exchange = exchange(request, route, timeoutMillis);
                        exchange.intake().take(body);
                        exchange.intake().end();
                    },
                    () -> HttpOutlet.refuse(request, loop.tooLarge()));
        }
        if (request.getHeader(HttpHeaders.EXPECT) != null && !request.response().ended()) {
            request.response().writeContinue();
        }
    }

    private Exchange exchange(HttpServerRequest request, Route route, long timeoutMillis) {
        Outlet outlet = new HttpOutlet(request, route.method().type() != CallType.UNARY);
        Exchange exchange = open(request, request, route, timeoutMillis, outlet);
        request.response().exceptionHandler(error -> exchange.gone());
        request.response().closeHandler(closed -> exchange.gone());
        exchange.call().start();
        return exchange;
    }

    private void overSocket(HttpServerRequest request, ServerWebSocket socket, Route route, long timeoutMillis) {
        Outlet outlet = new SocketOutlet(socket, route.method().type() != CallType.UNARY);
        Exchange exchange = open(request, socket, route, timeoutMillis, outlet);
        socket.textMessageHandler(text -> exchange.intake().take(Buffer.buffer(text)));
        socket.binaryMessageHandler(exchange.intake()::take);
        socket.exceptionHandler(error -> exchange.gone());
        socket.closeHandler(closed -> exchange.gone());
        exchange.call().start();
        if (socket.isClosed()) {
            exchange.gone();
        }
    }

    private Exchange open(
            HttpServerRequest request, ReadStream<?> source, Route route, long timeoutMillis, Outlet outlet) {
        boolean several = route.method().type() == CallType.BIDI_STREAM;
        int protobufBytesMax = loop.limits().messageBytesMax();
        Intake intake = new Intake(
                http,
                source,
                route.codec(),
                new Intake.Terms(several, jsonBytesMax(), protobufBytesMax, loop.tooLarge()),
                eventLoop);
        Connection connection = connections.of(request.connection(), request.headers());
        Caller caller = http.caller(request);
        JsonTransport transport = new JsonTransport(
                caller, connection, request.headers(), timeoutMillis, route.codec(), outlet, intake, eventLoop);
        Call call = route.method().open(transport);
        intake.feed(call);
        return new Exchange(call, intake);
    }

    /** Base64 makes four bytes of three, and there may be space between things. */
    private int jsonBytesMax() {
        return (int) Math.min(2L * loop.limits().messageBytesMax(), Integer.MAX_VALUE >> 1);
    }
}
