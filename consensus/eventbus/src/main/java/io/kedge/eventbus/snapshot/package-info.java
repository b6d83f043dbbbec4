/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Moves the files of a snapshot from one member to another. The receiver pulls: it opens a transfer, gets the listing,
 * asks for pieces with a few questions outstanding (each is the acknowledgement of those before), verifies each piece
 * and each file, and goes on where it stood after a broken link. The sender holds one pinned snapshot per peer and lets
 * it go when nothing was asked for a while. Both live on the transport's context; files are touched elsewhere.
 */
@NullMarked
package io.kedge.eventbus.snapshot;

import org.jspecify.annotations.NullMarked;
