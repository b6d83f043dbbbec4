/* SPDX-License-Identifier: Apache-2.0 */
/** The Vert.x node: lifecycle, the replica's loop, the client port. */
@NullMarked
package io.kedge.server;

import org.jspecify.annotations.NullMarked;
