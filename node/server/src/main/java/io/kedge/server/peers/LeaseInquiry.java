/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import io.kedge.replica.LeaseCall;

/** A question about a lease's time, for the leader. */
public record LeaseInquiry(LeaseCall.Kind kind, long leaseId, boolean withKeys) {}
