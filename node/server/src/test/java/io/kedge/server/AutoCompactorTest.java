/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.api.Maintenance;
import io.kedge.model.Caller;
import io.kedge.model.Key;
import io.kedge.model.LeaseResult;
import io.kedge.model.PutRequest;
import io.kedge.model.PutResult;
import io.kedge.server.NodeConfig.AutoCompaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Time is what the test says it is. A compaction is through the log before a later call on the same loop is answered.
 */
final class AutoCompactorTest {

    private static final long NONE = -1;

    @TempDir
    private Path folder;

    private RunningNode node;
    private long now = 1_000_000_000_000L;

    @BeforeEach
    void start() throws StartException, IOException {
        node = RunningNode.start(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void etcds_periods() {
        assertThat(compactor(new AutoCompaction(true, 5)).periodMillis()).isEqualTo(300_000);
        assertThat(compactor(window(Duration.ofMinutes(30))).periodMillis()).isEqualTo(180_000);
        assertThat(compactor(window(Duration.ofHours(10))).periodMillis()).isEqualTo(360_000);
        assertThat(compactor(window(Duration.ofMillis(5))).periodMillis()).isEqualTo(1);
    }

    @Test
    void a_number_of_revisions_is_kept() {
        AutoCompactor compactor = compactor(new AutoCompaction(true, 3));
        put(2);
        tick(compactor);
        assertThat(compacted()).as("at revision 3").isEqualTo(NONE);
        put(5);
        tick(compactor);
        assertThat(compacted()).as("at revision 8").isEqualTo(5);
        tick(compactor);
        assertThat(compacted()).as("nothing was written since").isEqualTo(5);
        put(1);
        tick(compactor);
        assertThat(compacted()).as("at revision 9").isEqualTo(6);
    }

    @Test
    void a_window_of_time_is_kept() {
        AutoCompactor compactor = compactor(window(Duration.ofMinutes(10)));
        for (int minute = 0; minute < 10; minute++) {
            tick(compactor);
            put(1);
            now += Duration.ofMinutes(1).toNanos();
        }
        assertThat(compacted()).as("before one full window").isEqualTo(NONE);
        tick(compactor);
        assertThat(compacted()).as("what was current ten minutes ago").isEqualTo(1);
        now += Duration.ofMinutes(3).toNanos();
        tick(compactor);
        assertThat(compacted())
                .as("after late ticks the newest that is old enough")
                .isEqualTo(4);
    }

    @Test
    void a_member_that_does_not_lead_starts_over() {
        SharedState follower = new SharedState(1, 2);
        AutoCompactor compactor = new AutoCompactor(window(Duration.ofMinutes(1)), node.loop(), follower);
        tick(compactor);
        put(3);
        now += Duration.ofMinutes(5).toNanos();
        follower.update(2, 2, 1, 1, true);
        tick(compactor);
        assertThat(compacted()).as("the sample of the time without leadership").isEqualTo(NONE);
        now += Duration.ofMinutes(1).toNanos();
        tick(compactor);
        assertThat(compacted()).isEqualTo(4);
    }

    private AutoCompactor compactor(AutoCompaction mode) {
        return new AutoCompactor(mode, node.loop(), node.shared());
    }

    private static AutoCompaction window(Duration window) {
        return new AutoCompaction(false, window.toMillis());
    }

    private void tick(AutoCompactor compactor) {
        node.run(unused -> compactor.tick(now));
    }

    private void put(int times) {
        for (int i = 0; i < times; i++) {
            node.<PutResult>call(
                    (n, reply) -> n.kv().put(Caller.NODE, PutRequest.of(Key.utf8("k"), new byte[] {1}), reply));
        }
    }

    /** After a write, which goes through the log behind the compaction. */
    private long compacted() {
        node.<LeaseResult>call((n, reply) -> n.leases().grant(Caller.NODE, 0, 60, reply));
        return node.<Maintenance.Hash>call((n, reply) -> n.maintenance().hashKv(Caller.NODE, 0, reply))
                .compactRevision();
    }
}
