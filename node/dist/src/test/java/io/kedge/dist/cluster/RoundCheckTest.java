/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.simulator.check.KvState;
import io.kedge.simulator.history.EventLog;
import io.kedge.simulator.history.History;
import io.kedge.simulator.history.HistoryReader;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check of chaos finds what it is there for, in a round that does not begin with an empty store. */
final class RoundCheckTest {
    private static final Item OLD = new Item("k/a/1", "old", 5, 7, 2, 0);

    private final EventLog log = new EventLog();
    private final KvState before = KvState.at(7, 6, List.of(OLD));

    private RoundCheck check() {
        log.put(OLD);
        log.put(OLD.replaced("v1", 8, 0));
        return new RoundCheck(before, log, log.lastRevision());
    }

    private List<String> faults(String history) {
        RoundCheck check = check();
        return check.operations(check.possible(HistoryReader.read(history)));
    }

    @Test
    void a_sound_round_has_no_faults() {
        assertThat(faults("""
                        1 call 0 client=1 put "k/a/1" "v1" lease=0
                        2 ok 0 put rev=8
                        3 call 1 client=2 put "k/a/1" "never seen" lease=0
                        4 call 2 client=1 range "k/a/1"
                        5 ok 2 range rev=8 [ "k/a/1" "v1" create=5 mod=8 version=3 lease=0 ]
                        """)).isEmpty();
    }

    @Test
    void a_write_of_unknown_outcome_may_have_happened() {
        assertThat(faults("""
                        1 call 0 client=1 put "k/a/1" "v1" lease=0
                        2 call 1 client=2 range "k/a/1"
                        3 ok 1 range rev=8 [ "k/a/1" "v1" create=5 mod=8 version=3 lease=0 ]
                        """)).isEmpty();
    }

    @Test
    void a_lost_write_is_found() {
        assertThat(faults("""
                        1 call 0 client=1 put "k/a/1" "lost" lease=0
                        2 ok 0 put rev=9
                        """))
                .anyMatch(fault -> fault.startsWith("acknowledged and lost"))
                .anyMatch(fault -> fault.contains("VIOLATION"));
    }

    @Test
    void a_stale_read_is_found() {
        assertThat(faults("""
                        1 call 0 client=1 put "k/a/1" "v1" lease=0
                        2 ok 0 put rev=8
                        3 call 1 client=2 range "k/a/1"
                        4 ok 1 range rev=7 [ "k/a/1" "old" create=5 mod=7 version=2 lease=0 ]
                        """)).singleElement().asString().contains("VIOLATION");
    }

    @Test
    void what_may_still_happen_is_left_for_later_rounds() {
        History history = HistoryReader.read("""
                1 call 0 client=1 put "k/a/1" "v1" lease=0
                2 call 1 client=2 put "k/a/1" "late" lease=0
                3 call 2 client=2 range "k/a/1"
                4 call 3 client=2 delete "k/a/1"
                """);
        assertThat(check().left(history)).extracting(Operation::number).containsExactly(1, 3);
    }
}
