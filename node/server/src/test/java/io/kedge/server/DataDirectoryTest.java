/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.disk.FileDisk;
import io.kedge.model.format.WireWriter;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.ReplicaOptions;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.RecordSource;
import io.kedge.replica.backend.RecordVisitor;
import io.kedge.replica.backend.StoreState;
import io.kedge.server.log.LogIdentity;
import io.kedge.wal.Wal;
import io.kedge.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {

    private static final WalOptions SMALL = WalOptions.defaults().withSegmentBytes(1 << 20);

    @TempDir
    private Path folder;

    @Test
    void two_nodes_cannot_share_it() throws StartException, IOException {
        DataDirectory first = open(1, 2);
        assertThatThrownBy(() -> open(1, 2))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(
                        "is in use by process " + ProcessHandle.current().pid());
        close(first);
        close(open(1, 2));
    }

    @Test
    void a_refused_start_does_not_keep_it() throws StartException, IOException {
        logOfALaterVersion();
        assertThatThrownBy(() -> open(1, 2)).isInstanceOf(StartException.class);
        FileDisk disk = new FileDisk(folder.resolve("member"));
        for (String file : disk.list("wal")) {
            disk.delete("wal/" + file);
        }
        close(open(1, 2));
    }

    @Test
    void its_identity_wins_over_later_flags() throws StartException, IOException {
        DataDirectory first = open(1, 2);
        LogIdentity identity = first.identity();
        close(first);
        assertThat(identity.clusterId()).isEqualTo(1);
        assertThat(identity.memberId()).isEqualTo(2);
        DataDirectory again = open(3, 4);
        assertThat(again.identity()).isEqualTo(identity);
        close(again);
    }

    @Test
    void every_new_one_has_an_incarnation_of_its_own() throws StartException, IOException {
        DataDirectory one = open(1, 2);
        close(one);
        DataDirectory other = DataDirectory.open(
                RunningNode.config(folder.resolve("other"), 1, List.of("http://127.0.0.1:1")),
                () -> fresh(1, 2),
                SMALL,
                ReplicaOptions::defaults);
        close(other);
        assertThat(other.identity().incarnation()).isNotEqualTo(one.identity().incarnation());
    }

    @Test
    void a_file_in_its_place_is_named() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.open(
                        RunningNode.config(file, 1, List.of("http://127.0.0.1:1")),
                        () -> fresh(1, 2),
                        SMALL,
                        ReplicaOptions::defaults))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("data directory " + file + " cannot be used");
    }

    @Test
    void a_log_of_a_later_version_is_refused() throws IOException {
        logOfALaterVersion();
        assertThatThrownBy(() -> open(1, 2))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(folder + " cannot be opened: log identity of format 4");
    }

    @Test
    void a_store_that_is_ahead_of_the_log_is_refused() throws StartException, IOException {
        close(open(1, 2));
        Backend store = new MemoryStore().open(folder.resolve("member/store"));
        store.flush(
                new StoreState(9, 1, Configuration.ofVoters(2L).encode(), new long[] {1, 9, 0}, new long[3]),
                nothing());
        assertThatThrownBy(() -> open(1, 2))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("before the store's 9: it has lost acknowledged entries");
    }

    private void logOfALaterVersion() throws IOException {
        WireWriter metadata = new WireWriter(8);
        metadata.u8(4);
        Wal.create(new FileDisk(folder.resolve("member")), "wal", SMALL, metadata.toBytes())
                .close();
    }

    private static RecordSource nothing() {
        return new RecordSource() {
            @Override
            public void forEach(RecordVisitor visitor) {}

            @Override
            public long count() {
                return 0;
            }

            @Override
            public int longestBytes() {
                return 0;
            }
        };
    }

    private static LogIdentity fresh(long clusterId, long memberId) {
        return new LogIdentity(clusterId, memberId, new SecureRandom().nextLong());
    }

    private DataDirectory open(long clusterId, long memberId) throws StartException {
        NodeConfig config = RunningNode.config(folder, 1, List.of("http://127.0.0.1:1"));
        return DataDirectory.open(config, () -> fresh(clusterId, memberId), SMALL, ReplicaOptions::defaults);
    }

    private static void close(DataDirectory directory) throws IOException {
        directory.wal().close();
        directory.close();
    }
}
