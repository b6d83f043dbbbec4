/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import java.util.List;

/**
 * One member's state.
 *
 * @param memberId the member that answered; unsigned
 * @param version the etcd version it speaks
 * @param dbBytes size of its store on disk
 * @param dbBytesInUse what of that holds live data
 * @param leaderId the leader it knows, 0 for none; unsigned
 * @param errors standing alarms and faults, in the server's words
 */
public record ServerStatus(
        long memberId,
        String version,
        long dbBytes,
        long dbBytesInUse,
        long leaderId,
        long raftTerm,
        long raftIndex,
        long raftAppliedIndex,
        long revision,
        boolean learner,
        List<String> errors) {

    /** True when the member that answered is the leader. */
    public boolean isLeader() {
        return memberId == leaderId;
    }
}
