/* SPDX-License-Identifier: Apache-2.0 */
/** What all faces of HTTP share. */
@NullMarked
package io.kedge.http;

import org.jspecify.annotations.NullMarked;
