/* SPDX-License-Identifier: Apache-2.0 */
/** The small disk port that the log and the store stand on, and its file-system implementation. */
@NullMarked
package io.kedge.disk;

import org.jspecify.annotations.NullMarked;
