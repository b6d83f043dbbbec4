/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

import io.kedge.grpc.rpc.GrpcOutcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** A WebSocket: one text message for each reply, closed with the last. */
final class SocketOutlet implements Outlet {

    private final ServerWebSocket socket;
    private final boolean lines;

    /** {@code lines} tells whether there may be several replies. */
    SocketOutlet(ServerWebSocket socket, boolean lines) {
        this.socket = socket;
        this.lines = lines;
    }

    @Override
    public void line(Buffer line) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(line.getString(0, line.length() - 1));
        }
    }

    @Override
    public void reply(Buffer json) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(json.toString());
            socket.close();
        }
    }

    @Override
    public void end() {
        if (!socket.isClosed()) {
            socket.close();
        }
    }

    @Override
    public void fail(GrpcOutcome outcome) {
        if (lines) {
            line(GatewayErrors.line(outcome));
            end();
        } else {
            reply(GatewayErrors.body(outcome));
        }
    }

    @Override
    public boolean isWritable() {
        return !socket.isClosed() && !socket.writeQueueFull();
    }

    @Override
    public void onWritable(Runnable drained) {
        socket.drainHandler(nothing -> drained.run());
    }
}
