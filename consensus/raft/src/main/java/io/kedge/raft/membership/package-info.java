/* SPDX-License-Identifier: Apache-2.0 */
/** Configurations and the rules by which one becomes the next (dissertation 4, joint consensus of the paper 6). */
@NullMarked
package io.kedge.raft.membership;

import org.jspecify.annotations.NullMarked;
