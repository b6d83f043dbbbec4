/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import java.time.Duration;
import java.util.List;

/**
 * What is left of a lease.
 *
 * @param remaining whole seconds until it expires, rounded down
 * @param granted its full time to live
 * @param keys the keys attached to it
 */
public record LeaseInfo(long id, Duration remaining, Duration granted, List<Bytes> keys) {}
