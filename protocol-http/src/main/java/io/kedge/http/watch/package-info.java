/* SPDX-License-Identifier: Apache-2.0 */
/** Watches over HTTP: server-sent events and lines of JSON. */
@NullMarked
package io.kedge.http.watch;

import org.jspecify.annotations.NullMarked;
