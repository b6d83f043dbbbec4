/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.simulator.history.EventLog;
import io.kedge.simulator.history.History;
import io.kedge.simulator.history.HistoryReader;
import io.kedge.simulator.history.Item;
import io.kedge.simulator.history.Operation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories whose verdict is known, by hand: each in a few lines, with the name of what is right or wrong in it. */
class LinearizabilityTest {

    private static final Budget ENOUGH = Budget.steps(100_000);

    /** Registers of one key: "w1" writes 1, "r1" reads 1, "r-" reads nothing, "c12" sets 2 if 1, "d" deletes. */
    private static Verdict registers(String... operations) {
        StringBuilder text = new StringBuilder();
        List<String> open = new ArrayList<>();
        for (int i = 0; i < operations.length; i++) {
            open.add(Registers.lines(i, operations[i]));
        }
        open.forEach(text::append);
        return Linearizability.check(new RegisterModel(), HistoryReader.read(text.toString()), ENOUGH);
    }

    private static void good(Verdict verdict) {
        assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(Verdict.Kind.LINEARIZABLE);
    }

    private static Verdict bad(Verdict verdict) {
        assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(Verdict.Kind.VIOLATION);
        return verdict;
    }

    @Test
    void nothingIsLinearizable() {
        good(registers());
    }

    @Test
    void aReadAfterAWriteSeesIt() {
        good(registers("1-2 w1", "3-4 r1"));
        bad(registers("1-2 w1", "3-4 r-"));
    }

    @Test
    void aReadDuringAWriteMaySeeEither() {
        good(registers("1-9 w1", "2-3 r-", "4-5 r1"));
        good(registers("1-9 w1", "2-3 r-", "4-5 r-"));
    }

    @Test
    void aStaleReadIsFound() {
        Verdict verdict = bad(registers("1-2 w1", "3-4 w2", "5-6 r1"));
        assertThat(verdict.order()).extracting(Operation::number).containsExactly(0, 1);
        assertThat(verdict.stuck()).extracting(Operation::number).isEqualTo(2);
        assertThat(verdict.state()).contains("2");
    }

    @Test
    void aWriteSeenAndThenUnseenIsFound() {
        bad(registers("1-20 w1", "2-3 r1", "4-5 r-"));
        bad(registers("1-2 w1", "3-20 w2", "4-5 r2", "6-7 r1"));
    }

    @Test
    void aLostUpdateIsFound() {
        bad(registers("1-2 w1", "3-6 c12+", "4-7 c13+", "8-9 r3"));
        good(registers("1-2 w1", "3-6 c12+", "4-7 c23+", "8-9 r3"));
        good(registers("1-2 w1", "3-6 c12+", "4-7 c13-", "8-9 r2"));
    }

    @Test
    void anUnknownWriteMayHaveHappenedOrNot() {
        good(registers("1-? w1", "2-3 r-", "4-5 r1"));
        good(registers("1-? w1", "2-3 r-", "4-5 r-"));
        good(registers("1-? w1", "2-3 w2", "4-5 r2", "50-51 r1"));
    }

    @Test
    void anUnknownWriteHappensOnlyOnce() {
        bad(registers("1-? w1", "2-3 r1", "4-5 w2", "6-7 r1"));
        bad(registers("1-? w1", "2-3 r1", "4-5 d1", "6-7 r1"));
    }

    @Test
    void anUnknownWriteDoesNotHappenBeforeItsCall() {
        bad(registers("1-2 r1", "3-? w1"));
    }

    @Test
    void aValueNeverWrittenIsFound() {
        bad(registers("1-2 w1", "3-4 r9"));
    }

    @Test
    void twoReadersMustAgreeOnAnOrder() {
        bad(registers("1-30 w1", "1-30 w2", "2-3 r1", "4-5 r2", "6-7 r1"));
        good(registers("1-30 w1", "1-30 w2", "2-3 r1", "4-5 r2", "6-7 r2"));
    }

    @Test
    void keysAreJudgedApart() {
        Verdict verdict = registers("1-2 a:w1", "1-9 b:w5", "3-4 a:r1", "5-6 b:r5", "7-8 a:r1");
        good(verdict);
        assertThat(verdict.order()).hasSize(5);
        bad(registers("1-2 a:w1", "1-9 b:w5", "3-4 a:r1", "5-6 b:r5", "7-8 b:r-"));
    }

    @Test
    void aSearchWithoutAnEndSaysSo() {
        List<String> operations = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            operations.add("1-100 w" + i);
        }
        operations.add("101-102 r99");
        History history = HistoryReader.read(Registers.lines(operations));
        Verdict verdict = Linearizability.check(new RegisterModel(), history, Budget.steps(5_000));
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.UNKNOWN);
        assertThat(verdict.steps()).isEqualTo(5_000);
    }

    private static Verdict store(String text) {
        return store(text, new EventLog());
    }

    private static Verdict store(String text, EventLog log) {
        History history = HistoryReader.read(text);
        Verdict hinted = Linearizability.check(KvModel.of(history, log), history, ENOUGH);
        if (log.lastRevision() == 0) {
            Verdict plain = Linearizability.check(KvModel.plain(), history, ENOUGH);
            assertThat(hinted.kind()).isEqualTo(plain.kind());
        }
        return hinted;
    }

    @Test
    void aRevisionUsedTwiceIsFound() {
        bad(store("""
                1 call 0 client=1 put "a" "1" lease=0
                2 call 1 client=2 put "b" "2" lease=0
                3 ok 0 put rev=2
                4 ok 1 put rev=2
                """));
    }

    @Test
    void aRevisionThatNobodyWroteIsFound() {
        String gap = """
                1 call 0 client=1 put "a" "1" lease=0
                3 ok 0 put rev=2
                4 call 1 client=1 put "a" "2" lease=0
                5 ok 1 put rev=4
                """;
        bad(store(gap));
        good(store("0 call 9 client=7 put \"c\" \"3\" lease=0\n" + gap));
    }

    @Test
    void revisionsThatFallInTimeAreFound() {
        Verdict verdict = bad(store("""
                1 call 0 client=1 put "a" "1" lease=0
                2 ok 0 put rev=2
                3 call 1 client=1 put "a" "2" lease=0
                4 ok 1 put rev=3
                5 call 2 client=2 range "a"
                6 ok 2 range rev=2 [ "a" "1" create=2 mod=2 version=1 lease=0 ]
                """));
        assertThat(verdict.order()).extracting(Operation::number).containsExactly(0, 1);
        assertThat(verdict.stuck()).extracting(Operation::number).isEqualTo(2);
    }

    @Test
    void aDuplicateOfAnUnknownWriteIsFound() {
        String history = """
                1 call 0 client=1 put "a" "1" lease=0
                2 call 1 client=2 range "a"
                3 ok 1 range rev=%d [ "a" "1" create=2 mod=%d version=%d lease=0 ]
                """;
        good(store(history.formatted(2, 2, 1)));
        bad(store(history.formatted(3, 3, 2)));
    }

    @Test
    void aDeleteResetsTheNumbers() {
        String history = """
                1 call 0 client=1 put "a" "1" lease=0
                2 ok 0 put rev=2
                3 call 1 client=1 delete "" prefix
                4 ok 1 delete rev=3 deleted=%d
                5 call 2 client=1 put "a" "2" lease=0
                6 ok 2 put rev=4
                7 call 3 client=1 range "a"
                8 ok 3 range rev=4 [ "a" "2" create=%d mod=4 version=%d lease=0 ]
                """;
        good(store(history.formatted(1, 4, 1)));
        bad(store(history.formatted(1, 2, 2)));
        bad(store(history.formatted(2, 4, 1)));
    }

    @Test
    void transactionsAreOfOnePiece() {
        String history = """
                1 call 0 client=1 txn if [ ] then [ put "a" "1" lease=0 ; put "b" "1" lease=0 ] else [ ]
                2 ok 0 txn rev=2 then [ put rev=2 ; put rev=2 ]
                3 call 1 client=2 txn if [ value "a" EQUAL "1" ; mod "b" LESS 2 ] then [ ] else [ range "b" ]
                4 ok 1 txn rev=2 else [ range rev=2 [ "b" "1" create=2 mod=%d version=1 lease=0 ] ]
                """;
        good(store(history.formatted(2)));
        bad(store(history.formatted(1)));
    }

    @Test
    void aLeaseTakesItsKeysWithIt() {
        String history = """
                1 call 0 client=1 grant 7
                2 ok 0 grant rev=1 lease=7
                3 call 1 client=1 put "a" "1" lease=7
                4 ok 1 put rev=2
                5 call 2 client=1 put "b" "1" lease=0
                6 ok 2 put rev=3
                7 call 3 client=9 revoke 7
                8 call 4 client=1 range "" prefix
                9 ok 4 range rev=4 [ %s"b" "1" create=3 mod=3 version=1 lease=0 ]
                10 call 5 client=1 put "a" "1" lease=7
                11 failed 5 LEASE_NOT_FOUND
                """;
        good(store(history.formatted("")));
        bad(store(history.formatted("\"a\" \"1\" create=2 mod=2 version=1 lease=7 ; ")));
    }

    @Test
    void compactionHidesThePastAndNothingElse() {
        String history = """
                1 call 0 client=1 put "a" "1" lease=0
                2 ok 0 put rev=2
                3 call 1 client=1 put "a" "2" lease=0
                4 ok 1 put rev=3
                5 call 2 client=1 compact 3
                6 %s
                7 call 3 client=1 range "a" at=2
                8 %s
                9 call 4 client=1 range "a" at=9
                10 failed 4 FUTURE_REVISION
                """;
        String old = "ok 3 range rev=3 [ \"a\" \"1\" create=2 mod=2 version=1 lease=0 ]";
        good(store(history.formatted("ok 2 compact rev=3", "failed 3 COMPACTED")));
        bad(store(history.formatted("ok 2 compact rev=3", old)));
        good(store(history.formatted("failed 2 NOT_APPLIED", old)));
        bad(store(history.formatted("failed 2 NOT_APPLIED", "failed 3 COMPACTED")));
        bad(store(history.formatted("failed 2 FUTURE_REVISION", old)));
    }

    @Test
    void theEventLogDecidesWhatRepliesLeaveOpen() {
        String history = """
                1 call 0 client=1 put "a" "1" lease=0
                2 call 1 client=2 put "b" "2" lease=0
                3 call 2 client=3 put "c" "3" lease=0
                4 ok 2 put rev=4
                """;
        EventLog log = new EventLog();
        log.put(Item.created("b", "2", 2));
        log.put(Item.created("a", "1", 3));
        Verdict verdict = store(history, log);
        good(verdict);
        assertThat(verdict.order()).extracting(Operation::number).containsExactly(1, 0, 2);
        EventLog other = new EventLog();
        other.put(Item.created("z", "9", 2));
        bad(store(history, other));
    }

    @Test
    void readsOfThePastAreComparedWithTheLog() {
        String text = """
                1 call 0 client=1 put "a" "1" lease=0
                2 ok 0 put rev=2
                3 call 1 client=1 put "a" "2" lease=0
                4 ok 1 put rev=3
                5 call 2 client=1 range "a" serializable
                6 ok 2 range rev=2 [ "a" "1" create=2 mod=2 version=1 lease=0 ]
                7 call 3 client=1 range "a" at=2
                8 ok 3 range rev=3 [ "a" "%s" create=2 mod=2 version=1 lease=0 ]
                """;
        EventLog log = new EventLog();
        Item first = Item.created("a", "1", 2);
        log.put(first);
        log.put(first.replaced("2", 3, 0));
        good(store(text.formatted("1"), log));
        assertThat(PastReads.check(HistoryReader.read(text.formatted("1")), log))
                .isEmpty();
        assertThat(PastReads.check(HistoryReader.read(text.formatted("2")), log))
                .singleElement()
                .asString()
                .contains("number=3");
    }
}
