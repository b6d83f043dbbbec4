/* SPDX-License-Identifier: Apache-2.0 */
/** HTTP on the client port: what all its faces share, and the faces themselves below. */
@NullMarked
package io.kedge.http;

import org.jspecify.annotations.NullMarked;
