/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.StatusCode;

/**
 * The leader has not taken a forwarded write and never will; for {@link Replica#forwardRefused} at its origin. May be
 * lost, repeated or late.
 *
 * @param to the write's origin
 */
public record ForwardRefused(long to, long sequence, StatusCode reason) {}
