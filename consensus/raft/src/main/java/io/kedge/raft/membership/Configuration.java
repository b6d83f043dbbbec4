/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.membership;

import io.kedge.raft.quorum.JointConfig;
import io.kedge.raft.quorum.MajorityConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who is in the group. {@code outgoing} is non-empty only while joint: then both majorities decide. All lists are
 * sorted and without repeats; a learner is never a voter.
 *
 * @param learnersNext voters of {@code outgoing} that become learners when the joint configuration is left
 * @param autoLeave the leader proposes to leave the joint configuration as soon as it is applied
 */
public record Configuration(
        List<Long> voters, List<Long> outgoing, List<Long> learners, List<Long> learnersNext, boolean autoLeave) {
    private static final byte FORMAT = 1;

    public Configuration {
        voters = sorted(voters);
        outgoing = sorted(outgoing);
        learners = sorted(learners);
        learnersNext = sorted(learnersNext);
        for (long learner : learners) {
            require(!voters.contains(learner) && !outgoing.contains(learner), "a learner is a voter");
        }
        for (long next : learnersNext) {
            require(outgoing.contains(next), "a learner-to-be is no outgoing voter");
            require(!voters.contains(next), "a learner-to-be is an incoming voter");
        }
        require(!outgoing.isEmpty() || (learnersNext.isEmpty() && !autoLeave), "joint fields outside a joint one");
    }

    public static Configuration ofVoters(Long... ids) {
        return new Configuration(List.of(ids), List.of(), List.of(), List.of(), false);
    }

    public boolean isJoint() {
        return !outgoing.isEmpty();
    }

    /** Whether {@code id} votes in one of the majorities. */
    public boolean isVoter(long id) {
        return voters.contains(id) || outgoing.contains(id);
    }

    /** Everybody who gets the log, sorted. */
    public SortedSet<Long> members() {
        SortedSet<Long> all = new TreeSet<>(voters);
        all.addAll(outgoing);
        all.addAll(learners);
        return all;
    }

    public JointConfig quorum() {
        return new JointConfig(MajorityConfig.of(voters), MajorityConfig.of(outgoing));
    }

    /** format u8, autoLeave u8, then the four lists as {count u16, id i64 each}. */
    public byte[] encode() {
        int ids = voters.size() + outgoing.size() + learners.size() + learnersNext.size();
        ByteBuffer out = ByteBuffer.allocate(2 + 4 * 2 + ids * 8);
        out.put(FORMAT).put((byte) (autoLeave ? 1 : 0));
        for (List<Long> list : List.of(voters, outgoing, learners, learnersNext)) {
            out.putShort((short) list.size());
            list.forEach(out::putLong);
        }
        return out.array();
    }

    /** The inverse of {@link #encode}; throws {@link IllegalArgumentException} or a buffer exception on other bytes. */
    public static Configuration decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        require(in.get() == FORMAT, "unknown format of a configuration");
        boolean autoLeave = in.get() != 0;
        return new Configuration(readIds(in), readIds(in), readIds(in), readIds(in), autoLeave);
    }

    private static List<Long> readIds(ByteBuffer in) {
        int count = in.getShort();
        List<Long> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(in.getLong());
        }
        return ids;
    }

    private static List<Long> sorted(List<Long> ids) {
        List<Long> result = List.copyOf(new TreeSet<>(ids));
        require(result.size() == ids.size(), "a member is listed twice");
        return result;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
