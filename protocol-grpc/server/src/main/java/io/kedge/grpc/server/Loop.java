/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.server;

import io.kedge.api.Node;
import io.kedge.grpc.server.wire.HeaderWriter;
import io.kedge.grpc.server.wire.KvReplies;
import io.kedge.grpc.server.wire.WatchReplies;
import io.kedge.spi.ProtocolContext;
import io.kedge.spi.ProtocolLimits;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.common.GrpcStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What all calls of one event loop share. */
final class Loop {

    private final ProtocolContext context;
    private final Node node;
    private final KvReplies kvReplies;
    private final WatchReplies watchReplies;
    private final ColdHeader coldHeader;
    private final LeaderMonitor leaderMonitor;
    private final GrpcOutcome tooLarge;
    private @Nullable HttpServerRequest arriving;

    Loop(ProtocolContext context) {
        this.context = context;
        this.node = context.node();
        HeaderWriter header = new HeaderWriter(node.identity());
        this.kvReplies = new KvReplies(header);
        this.watchReplies = new WatchReplies(header);
        this.coldHeader = new ColdHeader(node.identity());
        this.leaderMonitor = new LeaderMonitor(context.vertx(), node, limits().leaderlessMillisMax());
        this.tooLarge = new GrpcOutcome(
                GrpcStatus.RESOURCE_EXHAUSTED,
                "grpc: received message larger than max (" + limits().messageBytesMax() + " bytes)");
    }

    /** The request whose call is being opened; a call reads it once, as it starts. */
    HttpServerRequest arriving() {
        return Objects.requireNonNull(arriving, "no request is arriving");
    }

    void arriving(HttpServerRequest request) {
        arriving = request;
    }

    Vertx vertx() {
        return context.vertx();
    }

    Node node() {
        return node;
    }

    ProtocolContext context() {
        return context;
    }

    ProtocolLimits limits() {
        return context.limits();
    }

    KvReplies kvReplies() {
        return kvReplies;
    }

    WatchReplies watchReplies() {
        return watchReplies;
    }

    ColdHeader coldHeader() {
        return coldHeader;
    }

    LeaderMonitor leaderMonitor() {
        return leaderMonitor;
    }

    GrpcOutcome tooLarge() {
        return tooLarge;
    }
}
