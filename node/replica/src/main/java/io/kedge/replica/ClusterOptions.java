/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import io.kedge.model.MemberInfo;
import java.util.List;

/**
 * What one replica needs to know to be one of several.
 *
 * @param bootMembers the members a new cluster starts with, the same at each of them; empty at one that joins later
 * @param firstSequence random, another one in every life of the member
 * @param strictReconfig refuse changes of members that would cost the cluster its quorum
 * @param learnersMax learners that may be in the cluster at once
 * @param commandBytesMax longest command taken from another member
 */
public record ClusterOptions(
        List<MemberInfo> bootMembers,
        long firstSequence,
        boolean strictReconfig,
        int learnersMax,
        int commandBytesMax) {

    private static final int COMMAND_BYTES_MAX = 2 << 20;

    public ClusterOptions {
        bootMembers = List.copyOf(bootMembers);
    }

    /** Strict, with one learner at most, as etcd has it. */
    public static ClusterOptions of(List<MemberInfo> bootMembers, long firstSequence) {
        return new ClusterOptions(bootMembers, firstSequence, true, 1, COMMAND_BYTES_MAX);
    }

    public ClusterOptions withRules(boolean strict, int learners) {
        return new ClusterOptions(bootMembers, firstSequence, strict, learners, commandBytesMax);
    }

    public ClusterOptions withCommandBytesMax(int bytes) {
        return new ClusterOptions(bootMembers, firstSequence, strictReconfig, learnersMax, bytes);
    }
}
