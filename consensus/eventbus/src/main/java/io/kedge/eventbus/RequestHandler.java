/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

/** Answers one kind of request of other members. */
public interface RequestHandler {
    /** On the transport's context. {@code responder} may be used later; a request never answered times out there. */
    void handle(long from, byte[] payload, Responder responder);
}
