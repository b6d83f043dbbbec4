/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.membership;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A proposed change of members, as it stands in a CONFIGURATION entry.
 *
 * @param context the application's own bytes (names, URLs); the core carries them
 */
public record ConfigurationChange(Transition transition, List<Step> steps, byte[] context) {
    private static final byte FORMAT = 1;
    private static final byte[] NO_CONTEXT = {};

    /** What happens to one member. */
    public enum Kind {
        ADD_VOTER,
        ADD_LEARNER,
        REMOVE
    }

    public record Step(Kind kind, long memberId) {}

    public ConfigurationChange {
        steps = List.copyOf(steps);
        if ((transition == Transition.LEAVE) != steps.isEmpty()) {
            throw new IllegalArgumentException("a change has steps unless it leaves a joint configuration");
        }
        if (steps.stream().anyMatch(step -> step.memberId() == 0)) {
            throw new IllegalArgumentException("member id 0");
        }
    }

    public static ConfigurationChange addVoter(long memberId) {
        return simple(Kind.ADD_VOTER, memberId);
    }

    public static ConfigurationChange addLearner(long memberId) {
        return simple(Kind.ADD_LEARNER, memberId);
    }

    public static ConfigurationChange remove(long memberId) {
        return simple(Kind.REMOVE, memberId);
    }

    public static ConfigurationChange leave() {
        return new ConfigurationChange(Transition.LEAVE, List.of(), NO_CONTEXT);
    }

    /** Several members at once; the leader leaves the joint configuration by itself. */
    public static ConfigurationChange joint(Step... steps) {
        return new ConfigurationChange(Transition.JOINT_AUTO, List.of(steps), NO_CONTEXT);
    }

    private static ConfigurationChange simple(Kind kind, long memberId) {
        return new ConfigurationChange(Transition.SIMPLE, List.of(new Step(kind, memberId)), NO_CONTEXT);
    }

    public ConfigurationChange withContext(byte[] bytes) {
        return new ConfigurationChange(transition, steps, bytes);
    }

    /** format u8, transition u8, step count u16, {kind u8, member i64} each, context to the end. */
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(4 + steps.size() * 9 + context.length);
        out.put(FORMAT).put((byte) transition.ordinal()).putShort((short) steps.size());
        for (Step step : steps) {
            out.put((byte) step.kind().ordinal()).putLong(step.memberId());
        }
        return out.put(context).array();
    }

    /** The inverse of {@link #encode}; throws {@link IllegalArgumentException} or a buffer exception on other bytes. */
    public static ConfigurationChange decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.get() != FORMAT) {
            throw new IllegalArgumentException("unknown format of a configuration change");
        }
        Transition transition = Transition.values()[in.get()];
        int count = in.getShort();
        List<Step> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            steps.add(new Step(Kind.values()[in.get()], in.getLong()));
        }
        return new ConfigurationChange(transition, steps, Arrays.copyOfRange(bytes, in.position(), bytes.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigurationChange that
                && transition == that.transition
                && steps.equals(that.steps)
                && Arrays.equals(context, that.context);
    }

    @Override
    public int hashCode() {
        return transition.hashCode() * 31 + steps.hashCode();
    }
}
