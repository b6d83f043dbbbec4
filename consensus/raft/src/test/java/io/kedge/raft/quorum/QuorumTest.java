/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumTest {
    /** Acknowledged indexes of voters 1, 2, … ; the index that a majority holds. */
    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "0, 0",
        "3 5, 3",
        "0 5, 0",
        "1 2 3, 2",
        "0 0 9, 0",
        "0 9 9, 9",
        "7 7 7, 7",
        "1 2 3 4, 2",
        "4 4 4 1, 4",
        "1 2 3 4 5, 3",
        "0 0 0 8 9, 0",
        "100 101 103 103 102, 102"
    })
    void majorityCommitsTheHighestIndexThatMoreThanHalfHold(String acked, long expected) {
        Map<Long, Long> indexes = numbered(acked);
        assertThat(MajorityConfig.of(indexes.keySet()).committedIndex(id -> indexes.getOrDefault(id, 0L)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "y, WON",
        "n, LOST",
        "_, PENDING",
        "yn, LOST",
        "y_, PENDING",
        "yy, WON",
        "yy_, WON",
        "yn_, PENDING",
        "ynn, LOST",
        "nn_, LOST",
        "__y, PENDING",
        "yynn, LOST",
        "yyyn, WON",
        "yyn_, PENDING",
        "yy___, PENDING",
        "yyy__, WON",
        "nnn__, LOST",
        "ynyny, WON"
    })
    void majorityVoteIsWonByMoreThanHalfAndLostWhenThatIsImpossible(String votes, VoteResult expected) {
        Map<Long, Boolean> cast = votes(votes);
        assertThat(MajorityConfig.of(ids(votes.length())).voteResult(cast)).isEqualTo(expected);
    }

    @Test
    void anEmptyMajorityIsNeutralInAJointOne() {
        JointConfig joint = new JointConfig(MajorityConfig.of(List.of(1L, 2L, 3L)), MajorityConfig.of(List.of()));
        assertThat(joint.committedIndex(id -> id)).isEqualTo(2);
        assertThat(joint.voteResult(Map.of(1L, true, 2L, true))).isEqualTo(VoteResult.WON);
        assertThat(MajorityConfig.of(List.of()).committedIndex(id -> 0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void jointDecisionsNeedBothMajorities() {
        JointConfig joint =
                new JointConfig(MajorityConfig.of(List.of(1L, 2L, 3L)), MajorityConfig.of(List.of(3L, 4L, 5L)));
        Map<Long, Long> acked = Map.of(1L, 9L, 2L, 9L, 3L, 9L, 4L, 4L, 5L, 2L);
        assertThat(joint.committedIndex(acked::get)).isEqualTo(4);
        assertThat(joint.voteResult(Map.of(1L, true, 2L, true))).isEqualTo(VoteResult.PENDING);
        assertThat(joint.voteResult(Map.of(1L, true, 2L, true, 4L, false, 5L, false)))
                .isEqualTo(VoteResult.LOST);
        assertThat(joint.voteResult(Map.of(2L, true, 3L, true, 4L, true))).isEqualTo(VoteResult.WON);
    }

    /** Brute force over every subset: an index counts if the voters at or above it are a majority of each half. */
    @Test
    void commitIndexesEqualTheBruteForceOnes() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 20_000; round++) {
            List<Long> first = subset(random);
            List<Long> second = subset(random);
            Map<Long, Long> acked = new HashMap<>();
            ids(7).forEach(id -> acked.put(id, (long) random.nextInt(6)));
            JointConfig joint = new JointConfig(MajorityConfig.of(first), MajorityConfig.of(second));
            assertThat(joint.committedIndex(acked::get))
                    .as("%s %s %s", first, second, acked)
                    .isEqualTo(Math.min(bruteForce(first, acked), bruteForce(second, acked)));
        }
    }

    /** Every assignment of yes, no and silence: the result is what holds in every way the silent could still vote. */
    @Test
    void voteResultsEqualTheExhaustiveOnes() {
        for (int voters = 1; voters <= 5; voters++) {
            int assignments = (int) Math.pow(3, voters);
            for (int code = 0; code < assignments; code++) {
                int yes = 0;
                int silent = 0;
                Map<Long, Boolean> cast = new HashMap<>();
                for (int i = 0, rest = code; i < voters; i++, rest /= 3) {
                    if (rest % 3 == 2) {
                        silent++;
                    } else {
                        cast.put(i + 1L, rest % 3 == 1);
                        yes += rest % 3;
                    }
                }
                VoteResult expected = 2 * yes > voters
                        ? VoteResult.WON
                        : 2 * (yes + silent) > voters ? VoteResult.PENDING : VoteResult.LOST;
                assertThat(MajorityConfig.of(ids(voters)).voteResult(cast))
                        .as("%s", cast)
                        .isEqualTo(expected);
            }
        }
    }

    private static long bruteForce(List<Long> voters, Map<Long, Long> acked) {
        if (voters.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long best = 0;
        for (long index = 0; index <= 6; index++) {
            long candidate = index;
            long holders =
                    voters.stream().filter(id -> acked.get(id) >= candidate).count();
            best = 2 * holders > voters.size() ? candidate : best;
        }
        return best;
    }

    private static List<Long> subset(SplittableRandom random) {
        return ids(7).stream().filter(id -> random.nextBoolean()).toList();
    }

    private static List<Long> ids(int count) {
        List<Long> ids = new ArrayList<>();
        for (long id = 1; id <= count; id++) {
            ids.add(id);
        }
        return ids;
    }

    private static Map<Long, Long> numbered(String values) {
        Map<Long, Long> result = new HashMap<>();
        long id = 1;
        for (String value : values.split(" ", -1)) {
            result.put(id++, Long.valueOf(value));
        }
        return result;
    }

    private static Map<Long, Boolean> votes(String cast) {
        Map<Long, Boolean> result = new HashMap<>();
        for (int i = 0; i < cast.length(); i++) {
            if (cast.charAt(i) != '_') {
                result.put(i + 1L, cast.charAt(i) == 'y');
            }
        }
        return result;
    }
}
