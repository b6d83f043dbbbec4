/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What members write to each other, byte for byte: {@link io.kedge.eventbus.wire.PeerCodec} turns an {@link
 * io.kedge.eventbus.wire.Envelope} into bytes and back. Pure; any thread. Bytes come from the network: whatever they
 * are, reading them ends in an envelope or in a {@link io.kedge.eventbus.wire.WireException}, and allocates no more
 * than a small multiple of their length.
 */
@NullMarked
package io.kedge.eventbus.wire;

import org.jspecify.annotations.NullMarked;
