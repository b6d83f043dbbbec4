/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.disk.FileDisk;
import io.kedge.raft.EntryType;
import io.kedge.raft.RaftCore;
import io.kedge.raft.RaftOptions;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.Role;
import io.kedge.raft.membership.Configuration;
import io.kedge.raft.membership.ConfigurationChange;
import io.kedge.replica.backend.StoreState;
import io.kedge.wal.Wal;
import io.kedge.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One member goes on without the others. */
final class AloneAgainTest {

    private static final WalOptions SMALL = WalOptions.defaults().withSegmentBytes(1 << 20);

    @TempDir
    private Path folder;

    private RecoveredLog forced(Configuration boot, long self, List<ConfigurationChange> logged) throws IOException {
        FileDisk disk = new FileDisk(folder);
        try (Wal wal = Wal.create(disk, "wal", SMALL, new byte[1])) {
            long index = 0;
            for (ConfigurationChange change : logged) {
                wal.appendEntry(++index, 3, (byte) EntryType.CONFIGURATION.ordinal(), change.encode());
            }
            wal.appendEntry(++index, 3, (byte) EntryType.NORMAL.ordinal(), new byte[1]);
            wal.appendHardState(4, 2, 0);
            wal.flush();
        }
        try (Wal wal = Wal.open(disk, "wal", SMALL)) {
            RecoveredLog found = LogRecovery.recover(StoreState.EMPTY, wal, boot);
            AloneAgain.write(found, wal, self);
        }
        try (Wal wal = Wal.open(disk, "wal", SMALL)) {
            RecoveredLog again = LogRecovery.recover(StoreState.EMPTY, wal, boot);
            assertThat(AloneAgain.write(again, wal, self))
                    .as("a second time nothing is to do")
                    .isSameAs(again);
            return again;
        }
    }

    /** The configuration once all that is committed has been applied. */
    private static Configuration applied(RecoveredLog log, long self) {
        RaftCore raft = new RaftCore(RaftOptions.builder(self, 1).build(), log);
        raft.output().committed().forEach(entry -> {
            if (entry.type() == EntryType.CONFIGURATION) {
                raft.applyConfiguration(entry);
            }
            raft.applied(entry.index());
        });
        raft.campaign();
        assertThat(raft.role()).isNotEqualTo(Role.FOLLOWER);
        return raft.configuration();
    }

    @Test
    void twoOfThreeGo() throws IOException {
        RecoveredLog log = forced(Configuration.ofVoters(1L, 2L, 3L), 1, List.of());
        assertThat(log.entries()).hasSize(3);
        assertThat(log.hardState().commit()).isEqualTo(3);
        assertThat(log.hardState().votedFor()).isEqualTo(2);
        assertThat(applied(log, 1)).isEqualTo(Configuration.ofVoters(1L));
    }

    @Test
    void changesThatTheLogHoldsCount() throws IOException {
        RecoveredLog log = forced(
                Configuration.ofVoters(1L, 2L),
                1,
                List.of(ConfigurationChange.addVoter(3), ConfigurationChange.addLearner(4)));
        assertThat(applied(log, 1)).isEqualTo(Configuration.ofVoters(1L));
    }

    @Test
    void aLearnerGoesOnAlone() throws IOException {
        RecoveredLog log = forced(Configuration.ofVoters(1L, 2L), 5, List.of(ConfigurationChange.addLearner(5)));
        assertThat(applied(log, 5)).isEqualTo(Configuration.ofVoters(5L));
    }

    @Test
    void aJointConfigurationIsLeftFirst() throws IOException {
        ConfigurationChange joint = ConfigurationChange.joint(
                new ConfigurationChange.Step(ConfigurationChange.Kind.ADD_VOTER, 4),
                new ConfigurationChange.Step(ConfigurationChange.Kind.REMOVE, 1));
        RecoveredLog log = forced(Configuration.ofVoters(1L, 2L, 3L), 2, List.of(joint));
        assertThat(applied(log, 2)).isEqualTo(Configuration.ofVoters(2L));
    }
}
