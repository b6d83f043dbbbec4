/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;

/**
 * A new lease.
 *
 * @param id chosen by the proposer, never 0
 * @param ttlSeconds effective, already raised to the minimum
 * @param onExpiry written, at one revision with the deletes, when the lease expires; not when it is revoked
 */
public record LeaseGrant(long id, long ttlSeconds, List<PutRequest> onExpiry) implements Operation {}
