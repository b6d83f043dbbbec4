/* SPDX-License-Identifier: Apache-2.0 */
/** The port to the on-disk half of the store. */
@NullMarked
package io.kedge.replica.backend;

import org.jspecify.annotations.NullMarked;
