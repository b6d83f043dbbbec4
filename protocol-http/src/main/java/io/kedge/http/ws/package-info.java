/* SPDX-License-Identifier: Apache-2.0 */
/** The WebSocket: watches and requests of one client on one connection. */
@NullMarked
package io.kedge.http.ws;

import org.jspecify.annotations.NullMarked;
