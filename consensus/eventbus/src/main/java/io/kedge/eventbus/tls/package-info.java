/* SPDX-License-Identifier: Apache-2.0 */
/**
 * TLS between members, below the event bus: Vert.x gives its bus neither a way to look at certificates nor to name who
 * was turned away, so connections are encrypted in the transport that it is built on.
 */
@NullMarked
package io.kedge.eventbus.tls;

import org.jspecify.annotations.NullMarked;
