/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

import java.util.List;

/**
 * A change of the cluster's members. Those that change who replicates travel as the context of a configuration entry,
 * so that the configuration and the member table change at the same index; an update is an entry like any other.
 *
 * @param memberId of a new member chosen by the proposer
 * @param peerUrls of a new or updated member; empty otherwise
 */
public record MemberChange(Kind kind, long memberId, List<String> peerUrls) implements Operation {

    /** What happens to the member. A kind's place is part of the log's format. */
    public enum Kind {
        ADD_VOTER,
        ADD_LEARNER,
        /** A learner becomes a voter. */
        PROMOTE,
        REMOVE,
        /** Other peer URLs; learners stay learners. */
        UPDATE
    }

    public MemberChange {
        peerUrls = List.copyOf(peerUrls);
    }

    /** Whether who replicates or votes is another one afterwards. */
    public boolean changesConfiguration() {
        return kind != Kind.UPDATE;
    }
}
