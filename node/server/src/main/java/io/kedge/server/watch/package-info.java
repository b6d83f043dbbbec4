/* SPDX-License-Identifier: Apache-2.0 */
/** Watches, sharded by event loop. */
@NullMarked
package io.kedge.server.watch;

import org.jspecify.annotations.NullMarked;
