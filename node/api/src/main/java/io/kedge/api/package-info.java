/* SPDX-License-Identifier: Apache-2.0 */
/** What protocol adapters call. Each event loop has its own view; calls and replies stay on that loop. */
@NullMarked
package io.kedge.api;

import org.jspecify.annotations.NullMarked;
