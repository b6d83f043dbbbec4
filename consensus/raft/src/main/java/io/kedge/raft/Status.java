/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft;

import io.kedge.raft.membership.Configuration;
import java.util.Map;

/** A consistent picture of the core, for people and metrics. {@code peers} is empty unless leader. */
public record Status(
        long memberId,
        long term,
        long votedFor,
        Role role,
        long leaderId,
        long firstIndex,
        long lastIndex,
        long durableIndex,
        long commitIndex,
        long appliedIndex,
        long transferTarget,
        Configuration configuration,
        Map<Long, PeerStatus> peers) {}
