/* SPDX-License-Identifier: Apache-2.0 */
/** The node as one event loop sees it: the API's implementation, in front of the replica. */
@NullMarked
package io.kedge.server.loop;

import org.jspecify.annotations.NullMarked;
