/* SPDX-License-Identifier: Apache-2.0 */
/** The one JSON of REST, SSE and WebSocket. */
@NullMarked
package io.kedge.http.json;

import org.jspecify.annotations.NullMarked;
