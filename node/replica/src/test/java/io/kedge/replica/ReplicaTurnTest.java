/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.model.CompactRequest;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.DeleteResult;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.StatusCode;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import io.kedge.raft.LogEntry;
import io.kedge.raft.RecoveredLog;
import io.kedge.raft.membership.Configuration;
import io.kedge.replica.backend.InMemoryBackend;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a turn gives out and when. */
final class ReplicaTurnTest {

    private static final KeyRange ALL = KeyRange.of(new byte[] {0}, new byte[] {0});

    private static PutRequest put(String key) {
        return PutRequest.of(Key.utf8(key), new byte[] {1});
    }

    @Test
    void nothingCompletesBeforeTheLogIsDurable() throws Exception {
        Driver driver = new Driver();
        Proposal proposal = driver.propose(put("a"));
        for (int i = 0; i < 5; i++) {
            assertThat(driver.turn(100).events()).isEmpty();
        }
        assertThat(proposal.result()).isNull();
        assertThat(driver.read(RangeRequest.of(ALL))).isEmpty();
        driver.persist();
        Turn turn = driver.turn(100);
        assertThat(turn.completed()).containsExactly(proposal);
        assertThat(turn.events()).hasSize(1);
        assertThat(driver.read(RangeRequest.of(ALL))).hasSize(1);
    }

    @Test
    void aReadWaitsForWhatWasProposedBefore() throws Exception {
        Driver driver = new Driver();
        assertThat(driver.replica.readsWithoutRound()).isTrue();
        ReadTicket ticket = new ReadTicket();
        driver.replica.read(ticket);
        driver.settle();
        assertThat(driver.reads).containsExactly(ticket);
        assertThat(ticket.failure()).isNull();
    }

    @Test
    void aSliceEndsAfterItsBudgetOfEntries() throws Exception {
        Driver driver = new Driver();
        List<Proposal> proposals = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            proposals.add(driver.propose(put("k" + i)));
        }
        driver.turn(0);
        driver.persist();
        Turn turn = driver.turn(10);
        assertThat(turn.completed()).isEqualTo(proposals.subList(0, 10));
        assertThat(turn.moreWork()).isTrue();
        driver.settle();
        assertThat(driver.completed).isEqualTo(proposals);
    }

    @Test
    void aLongDeleteRunsInSlicesOfWhichReadersSeeNothing() throws Exception {
        Driver driver = new Driver();
        int keys = 50_000;
        for (int i = 0; i < keys; i += 500) {
            List<TxnOp> puts = new ArrayList<>();
            for (int j = i; j < i + 500; j++) {
                puts.add(put(String.format(java.util.Locale.ROOT, "k%07d", j)));
            }
            driver.run(new TxnRequest(List.of(), puts, List.of()));
        }
        RangeRequest count = RangeRequest.over(ALL).countOnly(true).build();
        Proposal delete = driver.propose(new DeleteRangeRequest(ALL, false));
        driver.turn(1);
        driver.persist();
        int slices = 0;
        var view = driver.replica.stores().users().openReads();
        while (delete.result() == null) {
            assertThat(view.range(count).count()).isEqualTo(keys);
            assertThat(driver.turn(1_000).flush())
                    .as("no flush inside an entry")
                    .isNull();
            slices++;
        }
        assertThat(slices).isGreaterThanOrEqualTo(keys / 1_000);
        assertThat(view.range(count).count()).isZero();
        view.close();
        assertThat(((DeleteResult) delete.result()).deleted()).isEqualTo(keys);
        assertThat(driver.events.get(driver.events.size() - 1).events()).hasSize(keys);
    }

    @Test
    void aPhysicalCompactionWaitsForADurableStateAndForReaders() throws Exception {
        Driver driver = new Driver();
        for (int i = 0; i < 20; i++) {
            driver.run(put("a"));
        }
        Proposal compact = driver.run(new CompactRequest(15, true));
        assertThat(compact.result()).isNotNull();
        assertThat(driver.completed).doesNotContain(compact);
        assertThat(driver.replica.stores().users().liveRecords()).isEqualTo(20);
        driver.flush();
        driver.settle();
        assertThat(driver.completed).contains(compact);
        assertThat(driver.replica.stores().users().liveRecords()).isEqualTo(7);
    }

    @Test
    void logIsReleasedOnlyAfterTheFlushThatCoversIt() throws Exception {
        Driver driver =
                new Driver(ReplicaOptions.builder(1).memory(2_000, 1_000).build(), new InMemoryBackend());
        while (driver.flush == null) {
            driver.run(put("a"));
        }
        long covered = driver.flush.state().appliedIndex();
        for (int i = 0; i < 5; i++) {
            driver.run(put("b"));
        }
        assertThat(driver.released).isZero();
        driver.flush();
        driver.settle();
        assertThat(driver.released).isEqualTo(covered + 1);
        assertThat(driver.replica.isFlushed()).isFalse();
    }

    @Test
    void raftKeepsEntriesUntilADurableStateHasThemAndThenTheReserve() throws Exception {
        Driver driver = new Driver();
        for (int i = 0; i < 6_000; i++) {
            driver.run(put("a"));
        }
        assertThat(driver.replica.raft().firstIndex())
                .as("nothing is durable but the log")
                .isEqualTo(1);
        driver.replica.requestFlush();
        driver.settle();
        long covered = driver.flush.state().appliedIndex();
        driver.run(put("a"));
        driver.flush();
        assertThat(driver.replica.raft().firstIndex()).isEqualTo(covered - 5_000 + 1);
    }

    @Test
    void entriesThatChangeNothingAreFlushedAndReleasedToo() throws Exception {
        Driver driver =
                new Driver(ReplicaOptions.builder(1).memory(2_000, 1_000).build(), new InMemoryBackend());
        for (int i = 0; i < 100 && driver.flush == null; i++) {
            driver.run(new TxnRequest(List.of(), List.of(), List.of(put("a"))));
        }
        assertThat(driver.flush).isNotNull();
        assertThat(driver.replica.stores().users().revision()).isEqualTo(1);
        driver.flush();
        driver.settle();
        assertThat(driver.released).isGreaterThan(10);
    }

    @Test
    void applyingWaitsForADiskThatIsTooSlow() throws Exception {
        Driver driver =
                new Driver(ReplicaOptions.builder(1).memory(1_000, 1_000).build(), new InMemoryBackend());
        for (int i = 0; i < 500; i++) {
            driver.propose(put("k" + i));
        }
        driver.settle();
        int before = driver.completed.size();
        assertThat(before).isLessThan(100);
        while (driver.completed.size() < 500) {
            driver.flush();
            driver.settle();
        }
        assertThat(driver.read(RangeRequest.of(ALL))).hasSize(500);
    }

    @Test
    void tooManyProposalsAreRefusedAndOldOnesTimeOut() throws Exception {
        ReplicaOptions options = ReplicaOptions.builder(1).pending(3, 2).build();
        Driver driver = new Driver(options, new InMemoryBackend());
        List<Proposal> taken = List.of(driver.propose(put("a")), driver.propose(put("b")), driver.propose(put("c")));
        Proposal refused = driver.propose(put("d"));
        driver.turn(10);
        assertThat(driver.completed).containsExactly(refused);
        assertThat(refused.failure()).isEqualTo(StatusCode.TOO_MANY_REQUESTS);
        driver.nowNanos += 7_001 * Driver.MILLI;
        driver.replica.tick(driver.nowNanos);
        driver.turn(10);
        assertThat(driver.completed).containsAll(taken);
        assertThat(taken).allMatch(proposal -> proposal.failure() == StatusCode.TIMEOUT);
        driver.persist();
        driver.settle();
        assertThat(driver.completed).as("one answer each").hasSize(4);
        assertThat(driver.read(RangeRequest.of(ALL))).as("applied all the same").hasSize(3);
    }

    @Test
    void goesOnAtTheStoresAppliedIndex() throws Exception {
        Driver driver = new Driver();
        driver.run(put("a"));
        driver.replica.requestFlush();
        driver.settle();
        driver.flush();
        driver.run(put("a"));
        long applied = driver.backend.state().appliedIndex();
        var configuration = Configuration.decode(driver.backend.state().configuration());
        List<LogEntry> rest = List.copyOf(driver.log.tailMap(applied, false).values());
        RecoveredLog recovered =
                new RecoveredLog(new io.kedge.raft.HardState(1, 1, applied), configuration, applied, 1, rest, applied);
        Driver again = new Driver(ReplicaOptions.defaults(1), driver.backend, recovered);
        assertThat(again.read(RangeRequest.of(ALL))).isEqualTo(driver.read(RangeRequest.of(ALL)));
        assertThat(again.read(RangeRequest.of(ALL)).get(0).version()).isEqualTo(2);
    }

    @Test
    void refusesALogRecoveredElsewhere() throws Exception {
        Driver driver = new Driver();
        driver.run(put("a"));
        driver.replica.requestFlush();
        driver.settle();
        driver.flush();
        assertThatThrownBy(() -> new Driver(ReplicaOptions.defaults(1), driver.backend))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("recovered at");
    }
}
