/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.raft.Append;
import io.kedge.raft.HardState;
import io.kedge.raft.Message;
import io.kedge.raft.Role;
import io.kedge.raft.membership.Configuration;
import io.kedge.simulator.net.NetworkFault;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** The invariants on the shipped core: silent while it is whole, not silent when something around it is broken. */
class CoreClusterTest {

    @Test
    void theCoreIsSafeAndRecovers() {
        long observations = 0;
        long committed = 0;
        int reads = 0;
        int crashes = 0;
        Set<NetworkFault> met = EnumSet.noneOf(NetworkFault.class);
        for (long seed = 1; seed <= 12; seed++) {
            CoreCluster cluster = new CoreCluster(seed, CoreMember::new);
            try {
                cluster.run(8);
                assertThat(cluster.recovers()).as("recovers").isTrue();
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
            }
            observations += cluster.invariants.observations();
            committed += cluster.invariants.highestCommitted();
            reads += cluster.members.values().stream()
                    .mapToInt(member -> member.answeredReads)
                    .sum();
            crashes += cluster.crashes;
            for (NetworkFault fault : NetworkFault.values()) {
                if (cluster.network.counts().of(fault) > 0) {
                    met.add(fault);
                }
            }
        }
        assertThat(met).containsExactly(NetworkFault.values());
        assertThat(observations).isGreaterThan(150_000);
        assertThat(committed).isGreaterThan(2_000);
        assertThat(reads).isGreaterThan(600);
        assertThat(crashes).isGreaterThan(5);
    }

    @Test
    void aSeedIsARun() {
        Set<Long> digests = new HashSet<>();
        for (long seed = 1; seed <= 3; seed++) {
            CoreCluster one = new CoreCluster(seed, CoreMember::new);
            CoreCluster other = new CoreCluster(seed, CoreMember::new);
            one.run(3);
            other.run(3);
            assertThat(one.trace.digest()).as("seed %s", seed).isEqualTo(other.trace.digest());
            digests.add(one.trace.digest());
        }
        assertThat(digests).hasSize(3);
    }

    @Test
    void anAnswerBeforeTheWriteIsFound() {
        assertThat(firstViolation(seed -> new CoreCluster(seed, Hasty::new)).invariant())
                .isEqualTo("PersistBeforeSend");
    }

    @Test
    void aVoteThatIsNotWrittenIsFound() {
        assertThat(firstViolation(seed -> new CoreCluster(seed, Forgetful::new)).invariant())
                .isEqualTo("PersistBeforeSend");
    }

    @Test
    void anEntryThatIsNotWrittenIsFound() {
        assertThat(firstViolation(seed -> new CoreCluster(seed, Lossy::new)).invariant())
                .isIn("PersistBeforeSend", "CommittedOnDurableQuorum");
    }

    @Test
    void aLeaderThatCountsItsOwnUnwrittenEntryIsFound() {
        assertThat(firstViolation(seed -> new CoreCluster(seed, Selfish::new)).invariant())
                .isEqualTo("CommittedOnDurableQuorum");
    }

    private static InvariantViolation firstViolation(LongFunction<CoreCluster> cluster) {
        for (long seed = 1; seed <= 200; seed++) {
            try {
                cluster.apply(seed).run(8);
            } catch (InvariantViolation violation) {
                return violation;
            }
        }
        throw new AssertionError("200 seeds find nothing");
    }

    /** Says that a write is durable when it begins. */
    private static final class Hasty extends CoreMember {
        Hasty(long id, Configuration configuration, Consumer<Message> network, RaftInvariants invariants) {
            super(id, configuration, network, invariants);
        }

        @Override
        protected void appended(Append append) {
            super.appended(append);
            super.report(append);
        }

        @Override
        protected void report(Append append) {}
    }

    /** As leader counts its own entries before they are written. */
    private static final class Selfish extends CoreMember {
        Selfish(long id, Configuration configuration, Consumer<Message> network, RaftInvariants invariants) {
            super(id, configuration, network, invariants);
        }

        @Override
        protected void appended(Append append) {
            super.appended(append);
            boolean onlyEntries =
                    append.hardState() == null || append.hardState().term() == hardState.term();
            if (appends.size() == 1 && onlyEntries && core.role() == Role.LEADER) {
                core.persisted(append.id());
            }
        }
    }

    /** Writes terms and no votes. */
    private static final class Forgetful extends CoreMember {
        Forgetful(long id, Configuration configuration, Consumer<Message> network, RaftInvariants invariants) {
            super(id, configuration, network, invariants);
        }

        @Override
        protected void write(Append append) {
            super.write(append);
            hardState = new HardState(hardState.term(), 0, hardState.commit());
        }
    }

    /** Writes only the hard state of what the others, but for one member, write whole. */
    private static final class Lossy extends CoreMember {
        Lossy(long id, Configuration configuration, Consumer<Message> network, RaftInvariants invariants) {
            super(id, configuration, network, invariants);
        }

        @Override
        protected void write(Append append) {
            if (id == 1 || append.entries().isEmpty()) {
                super.write(append);
            } else if (append.hardState() != null) {
                hardState = append.hardState();
            }
        }
    }
}
