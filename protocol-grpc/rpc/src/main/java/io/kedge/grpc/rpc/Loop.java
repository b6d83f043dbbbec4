/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.api.Node;
import io.kedge.grpc.rpc.wire.HeaderWriter;
import io.kedge.grpc.rpc.wire.KvReplies;
import io.kedge.grpc.rpc.wire.WatchReplies;
import io.kedge.spi.ProtocolContext;
import io.kedge.spi.ProtocolLimits;
import io.vertx.core.Vertx;

/** What all calls of one event loop share. */
public final class Loop {

    private final ProtocolContext context;
    private final Node node;
    private final KvReplies kvReplies;
    private final WatchReplies watchReplies;
    private final ColdHeader coldHeader;
    private final LeaderMonitor leaderMonitor;
    private final GrpcOutcome tooLarge;

    public Loop(ProtocolContext context) {
        this.context = context;
        this.node = context.node();
        HeaderWriter header = new HeaderWriter(node.identity());
        this.kvReplies = new KvReplies(header);
        this.watchReplies = new WatchReplies(header);
        this.coldHeader = new ColdHeader(node.identity());
        this.leaderMonitor = new LeaderMonitor(context.vertx(), node, limits().leaderlessMillisMax());
        this.tooLarge = new GrpcOutcome(
                GrpcCode.RESOURCE_EXHAUSTED,
                "grpc: received message larger than max (" + limits().messageBytesMax() + " bytes)");
    }

    public Vertx vertx() {
        return context.vertx();
    }

    public ProtocolContext context() {
        return context;
    }

    public ProtocolLimits limits() {
        return context.limits();
    }

    /** How a call ends whose message is above the limit of transports. */
    public GrpcOutcome tooLarge() {
        return tooLarge;
    }

    /** Ends what runs of its own accord. */
    public void stop() {
        leaderMonitor.stop();
    }

    Node node() {
        return node;
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
}
