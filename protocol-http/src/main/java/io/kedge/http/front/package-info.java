/* SPDX-License-Identifier: Apache-2.0 */
/** The faces of HTTP, put together and made known to the node. */
@NullMarked
package io.kedge.http.front;

import org.jspecify.annotations.NullMarked;
