/* SPDX-License-Identifier: Apache-2.0 */
/** The replica as a pure driver: inputs in, outputs out. */
@NullMarked
package io.kedge.replica;

import org.jspecify.annotations.NullMarked;
