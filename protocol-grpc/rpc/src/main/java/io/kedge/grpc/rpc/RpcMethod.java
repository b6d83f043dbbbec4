/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import com.google.protobuf.Message;

/** One method of one service on one event loop, for any wire to open calls of. */
public final class RpcMethod {

    /** Makes the object of a call. */
    interface Opener {

        Call open(Loop loop, MethodMetrics metrics, Transport transport);
    }

    private final Loop loop;
    private final String service;
    private final String name;
    private final CallType type;
    private final Message request;
    private final Message reply;
    private final MethodMetrics metrics;
    private final Opener opener;

    RpcMethod(Loop loop, String service, String name, CallType type, Message request, Message reply, Opener opener) {
        this.loop = loop;
        this.service = service;
        this.name = name;
        this.type = type;
        this.request = request;
        this.reply = reply;
        this.metrics = new MethodMetrics(loop.context().meters(), type, service, name);
        this.opener = opener;
    }

    /** With its package. */
    public String service() {
        return service;
    }

    public String name() {
        return name;
    }

    public CallType type() {
        return type;
    }

    /** The default instance of what a client sends. */
    public Message request() {
        return request;
    }

    /** The default instance of what it gets. */
    public Message reply() {
        return reply;
    }

    /** Opens a call that says all it has to say to {@code transport}, which then starts it. */
    public Call open(Transport transport) {
        transport.connection().requested(type);
        return opener.open(loop, metrics, transport);
    }
}
