/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.model.Caller;
import io.kedge.model.Cause;
import io.kedge.model.Compare;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.PutResult;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.SequentialPut;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.kedge.server.RunningNode;
import io.kedge.server.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name given by the log, asked for through the API as one operation of a transaction. */
final class SequentialPutTest {

    @TempDir
    private Path folder;

    @Test
    void isNamedByItsRevisionIfTheComparesHold() throws StartException, IOException {
        try (RunningNode node = RunningNode.start(folder)) {
            SequentialPut put = new SequentialPut(Key.utf8("/q/"), new byte[0], new byte[] {1}, 0, Cause.V2_CREATE);
            Compare noFile = Compare.number(Key.utf8("/q"), Compare.Target.VERSION, Compare.Result.EQUAL, 0);
            TxnRequest txn = new TxnRequest(List.of(noFile), List.of(put), List.of());
            TxnResult done = node.call((n, reply) -> n.kv().txn(Caller.NODE, txn, reply));
            Key made = ((PutResult) done.results().get(0)).key();
            assertThat(made).isEqualTo(put.at(done.revision()).key());
            RangeResult read =
                    node.call((n, reply) -> n.kv().range(Caller.NODE, RangeRequest.of(KeyRange.single(made)), reply));
            assertThat(read.kvs()).singleElement().matches(kv -> kv.cause() == Cause.V2_CREATE);

            SequentialPut nameless = new SequentialPut(Key.utf8(""), new byte[0], 0);
            TxnRequest refused = new TxnRequest(List.of(), List.of(nameless), List.of());
            assertThatThrownBy(() -> node.<TxnResult>call((n, reply) -> n.kv().txn(Caller.NODE, refused, reply)))
                    .hasMessage("KEY_NOT_PROVIDED");
        }
    }
}
