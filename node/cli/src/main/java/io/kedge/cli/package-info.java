/* SPDX-License-Identifier: Apache-2.0 */
/** The {@code kedge} command: its root and the commands that talk to a running node. */
@NullMarked
package io.kedge.cli;

import org.jspecify.annotations.NullMarked;
