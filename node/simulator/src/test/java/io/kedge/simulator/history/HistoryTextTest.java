/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.simulator.history.Condition.Relation;
import io.kedge.simulator.history.Condition.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTextTest {

    @Test
    void everyKindOfEventIsPrintedAndReadBack() {
        HistoryRecorder recorder = new HistoryRecorder();
        Item item = new Item("a", "say \"x\"\n\\ ; ]", 2, 3, 2, 9);
        int put = recorder.invoke(1, 10, new Request.Put("a", "say \"x\"\n\\ ; ]", 9));
        int range = recorder.invoke(2, 10, new Request.Range(KeySet.prefixed("a"), 7, true));
        recorder.ok(put, 11, new Response.Put(2));
        recorder.ok(range, 12, new Response.Range(7, List.of(item, Item.created("ab", "", 7))));
        Request.Txn txn = new Request.Txn(
                List.of(
                        Condition.number("a", Target.MOD, Relation.EQUAL, 2),
                        Condition.value("b", Relation.NOT_EQUAL, "]")),
                List.of(Request.Put.of("prefix", "lease=3"), new Request.Delete(KeySet.single("b"))),
                List.of(Request.Range.of(KeySet.single("a"))));
        Response.Txn answer =
                new Response.Txn(3, false, List.of(new Response.Range(3, List.of()), new Response.Delete(3, 2)));
        recorder.ok(recorder.invoke(1, 13, txn), 14, answer);
        recorder.ok(recorder.invoke(1, 15, new Request.Grant(0)), 16, new Response.Grant(3, -5));
        recorder.ok(recorder.invoke(1, 17, new Request.Revoke(-5)), 18, new Response.Revoke(3));
        recorder.ok(recorder.invoke(1, 19, new Request.Compact(3)), 20, new Response.Compact(3));
        recorder.failed(recorder.invoke(1, 21, new Request.Compact(3)), 22, Reason.COMPACTED);
        recorder.invoke(3, 23, new Request.Delete(KeySet.prefixed("")));

        History history = recorder.history();
        String text = history.toString();
        assertThat(HistoryReader.read(text)).isEqualTo(history);
        assertThat(HistoryReader.read(text).toString()).isEqualTo(text);
        assertThat(text.lines()).hasSize(15);
    }

    @Test
    void aHistoryIsWrittenByHand() {
        History history = HistoryReader.read("""
                # a put and a read that overlaps it
                10 call 0 client=1 put "a" "1" lease=0

                12 call 1 client=2 range "a"
                14 ok 0 put rev=2
                15 ok 1 range rev=2 [ "a" "1" create=2 mod=2 version=1 lease=0 ]
                """);
        Operation put = new Operation(0, 1, 10, 14, Request.Put.of("a", "1"), new Outcome.Ok(new Response.Put(2)));
        assertThat(history.operations()).hasSize(2).startsWith(put);
        assertThat(history.operations().get(0).precedes(history.operations().get(1)))
                .isFalse();
    }

    @Test
    void anotherTextIsRefused() {
        for (String line : List.of(
                "10 call 0 client=1 put \"a",
                "10 call 0 client=1 fly",
                "10 ok 0 put rev=2",
                "10 call 0 client=1 put a b lease=0",
                "10 call 0 client=1 put \"a\" \"b\"",
                "10 call 0 client=1 grant 1\n11 call 0 client=1 grant 1",
                "10 call 0 client=1 grant 1\n9 ok 0 grant rev=1 lease=1",
                "10 call 0 client=1 grant 1\n11 gone 0")) {
            assertThatThrownBy(() -> HistoryReader.read(line)).as(line).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void eventsOfOneInstantKeepTheirOrder() {
        HistoryRecorder recorder = new HistoryRecorder();
        recorder.failed(recorder.invoke(1, 5, new Request.Grant(1)), 5, Reason.LEASE_EXISTS);
        int second = recorder.invoke(1, 5, new Request.Grant(2));
        List<Operation> operations = recorder.history().operations();
        assertThat(operations.get(0).precedes(operations.get(1))).isTrue();
        recorder.ok(second, 5, new Response.Grant(1, 2));
        assertThatThrownBy(() -> recorder.failed(second, 6, Reason.LEASE_EXISTS))
                .isInstanceOf(IllegalStateException.class);
    }
}
