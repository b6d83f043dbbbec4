/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The reactive client of Kedge and of every server that speaks etcd v3 gRPC.
 *
 * <p>Everything returns {@code Uni} or {@code Multi} and is lazy: nothing is sent before the subscription, and each
 * subscription is a call of its own. Cancelling a subscription cancels the call on the wire. Items arrive on the Vert.x
 * context of the subscriber if it has one, else on the client's own event loop, which must not be blocked. No type of
 * Vert.x, gRPC, Netty or protobuf appears in the public API.
 */
@NullMarked
package io.kedge.client;

import org.jspecify.annotations.NullMarked;
