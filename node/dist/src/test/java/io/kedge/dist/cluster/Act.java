/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One thing that happens to a member, or to the links between it and others, for some time.
 *
 * @param other the other end, where only one link is meant
 * @param amount what else was drawn for it: milliseconds of delay, or bytes a file may have
 */
record Act(Kind kind, int member, int other, int millis, int amount) {

    /** What happens. */
    enum Kind {
        /** kill -9; it is started again at the end. */
        KILL(22),
        /** SIGSTOP; SIGCONT at the end. */
        PAUSE(20),
        /** All its links are refused, both ways. */
        CUT(10),
        /** All its links are black holes, both ways. */
        SILENCE(10),
        /** It hears nobody, and all hear it. */
        DEAF(8),
        /** Nobody hears it, and it hears all. */
        MUTE(8),
        /** One link is a black hole, one way. */
        ONE_LINK(6),
        /** All it sends and hears is late. */
        DELAY(8),
        /** No file can be written beyond some size; the member is started again if it halts. */
        FULL_DISK(8),
        /** Each force takes long. */
        SLOW_DISK(6);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    /** Draws one; half of them meet the leader. */
    static Act draw(Random random, int members, int leader) {
        int lot = random.nextInt(100);
        int member = random.nextInt(members);
        if (random.nextBoolean() && leader >= 0) {
            member = leader;
        }
        int other = (member + 1 + random.nextInt(members - 1)) % members;
        Kind kind = kind(random);
        int millis = millis(random, kind);
        int amount = kind == Kind.FULL_DISK ? random.nextInt(1 << 20) * (lot % 2) : 1 + random.nextInt(300);
        return new Act(kind, member, other, millis, amount);
    }

    private static Kind kind(Random random) {
        String only = System.getProperty("kedge.chaos.only", "");
        List<Kind> kinds = Arrays.stream(Kind.values())
                .filter(kind -> only.isEmpty() || List.of(only.split(",")).contains(kind.name()))
                .toList();
        int lot = random.nextInt(kinds.stream().mapToInt(kind -> kind.weight).sum());
        for (Kind kind : kinds) {
            lot -= kind.weight;
            if (lot < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("no kind is left at " + lot);
    }

    /** A pause lasts from 0.1 s to 30 s, mostly less than two; what is started anew is down for less than two. */
    private static int millis(Random random, Kind kind) {
        double lot = random.nextDouble();
        return switch (kind) {
            case PAUSE ->
                lot < 0.85
                        ? 100 + random.nextInt(1_900)
                        : lot < 0.98 ? 2_000 + random.nextInt(4_000) : 6_000 + random.nextInt(24_000);
            case KILL -> random.nextInt(1_500);
            case SLOW_DISK, FULL_DISK -> 500 + random.nextInt(1_500);
            default -> 200 + random.nextInt(lot < 0.7 ? 2_000 : 5_000);
        };
    }

    @Override
    public String toString() {
        String what = kind + " of " + ClusterUnderTest.name(member);
        return switch (kind) {
                    case ONE_LINK ->
                        kind + " from " + ClusterUnderTest.name(member) + " to " + ClusterUnderTest.name(other);
                    case DELAY -> what + " by " + amount + " ms";
                    case FULL_DISK -> what + " at " + amount + " bytes";
                    default -> what;
                }
                + " for " + millis + " ms";
    }
}
