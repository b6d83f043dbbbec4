/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.support;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.vertx.grpc.common.GrpcStatus;

/**
 * How a call ended.
 *
 * @param status the gRPC code
 * @param text the status's description, empty on success
 * @param reply the message, null on failure
 */
public record Outcome(GrpcStatus status, String text, Message reply) {

    public boolean ok() {
        return status == GrpcStatus.OK;
    }

    /** The reply as its own type; fails with the status when there is none. */
    public <R extends Message> R as(Class<R> type) {
        if (!ok()) {
            throw new AssertionError("expected a reply and got " + this);
        }
        return type.cast(reply);
    }

    @Override
    public String toString() {
        return ok() ? "OK " + oneLine(reply) : status.name() + " \"" + text + "\"";
    }

    /** A message on one line, bytes escaped. */
    public static String oneLine(Message message) {
        String fields = TextFormat.printer()
                .emittingSingleLine(true)
                .printToString(message)
                .trim();
        return message.getDescriptorForType().getName() + "{" + fields + "}";
    }
}
