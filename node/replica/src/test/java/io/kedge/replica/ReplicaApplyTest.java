/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.model.Alarm;
import io.kedge.model.AlarmChange;
import io.kedge.model.AlarmResult;
import io.kedge.model.Caller;
import io.kedge.model.Cause;
import io.kedge.model.Command;
import io.kedge.model.CompactRequest;
import io.kedge.model.Composite;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.LeaseGrant;
import io.kedge.model.LeaseRevoke;
import io.kedge.model.Operation;
import io.kedge.model.PutRequest;
import io.kedge.model.PutResult;
import io.kedge.model.RangeRequest;
import io.kedge.model.SequentialPut;
import io.kedge.model.Space;
import io.kedge.model.StatusCode;
import io.kedge.model.SystemUpdate;
import io.kedge.model.TxnOp;
import io.kedge.model.TxnRequest;
import io.kedge.model.TxnResult;
import io.kedge.replica.txn.RequestValidator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What commands do and refuse to do. */
final class ReplicaApplyTest {

    private static final Key KEY = Key.utf8("k");
    private static final PutRequest PUT = PutRequest.of(KEY, new byte[] {1});
    private static final DeleteRangeRequest DELETE = new DeleteRangeRequest(KeyRange.single(KEY), false);
    private static final Key SESSION = Key.utf8("session");

    private static StatusCode refusal(Driver driver, Operation operation) {
        return driver.run(operation).failure();
    }

    private static Composite.Part session() {
        return new Composite.Part(
                Space.SYSTEM, new SystemUpdate(List.of(new SystemUpdate.Write(SESSION, new byte[] {7}))));
    }

    @Test
    void aNewStoreIsCompactedAtZeroOnce() throws Exception {
        Driver driver = new Driver();
        assertThat(refusal(driver, new CompactRequest(-1, false))).isEqualTo(StatusCode.COMPACTED);
        assertThat(refusal(driver, new CompactRequest(0, true))).isNull();
        assertThat(refusal(driver, new CompactRequest(0, false))).isEqualTo(StatusCode.COMPACTED);
        assertThat(refusal(driver, new CompactRequest(1, false))).isNull();
        assertThat(refusal(driver, new CompactRequest(0, false))).isEqualTo(StatusCode.COMPACTED);
    }

    @Test
    void sequentialNamesDoNotDependOnTheLocale() throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            PutResult result = (PutResult) new Driver()
                    .run(new SequentialPut(Key.utf8("q/"), new byte[0], 0))
                    .result();
            assertThat(result.key()).isEqualTo(Key.utf8("q/00000000000000000002"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aSequentialPutOfATransactionIsNamedByItsRevisionAndNeverOverwrites() throws Exception {
        Driver driver = new Driver();
        SequentialPut put = new SequentialPut(Key.utf8("q/"), new byte[] {'/'}, new byte[0], 0, Cause.V2_CREATE);
        TxnRequest txn = new TxnRequest(List.of(), List.of(put), List.of());
        TxnResult first = (TxnResult) driver.run(txn).result();
        Key made = ((PutResult) first.results().get(0)).key();
        assertThat(made).isEqualTo(Key.utf8("q/00000000000000000002/"));
        assertThat(driver.events.get(0).events().get(0).kv().cause()).isEqualTo(Cause.V2_CREATE);

        driver.run(PutRequest.of(Key.utf8("q/00000000000000000004/"), new byte[0]));
        assertThat(refusal(driver, txn)).isEqualTo(StatusCode.DUPLICATE_KEY);
        driver.run(PUT);
        assertThat(refusal(driver, txn)).isNull();
        SequentialPut leased = new SequentialPut(Key.utf8("q/"), new byte[0], new byte[0], 9, Cause.V2_CREATE);
        assertThat(refusal(driver, new TxnRequest(List.of(), List.of(leased), List.of())))
                .isEqualTo(StatusCode.LEASE_NOT_FOUND);
    }

    @Test
    void nothingElseMayWriteBelowTheNameOfASequentialPut() {
        SequentialPut put = new SequentialPut(Key.utf8("q/"), new byte[0], 0);
        List<TxnOp> clashes = List.of(
                put,
                PutRequest.of(Key.utf8("q/1"), new byte[0]),
                new DeleteRangeRequest(KeyRange.prefix(Key.utf8("q")), false));
        for (TxnOp clash : clashes) {
            for (List<TxnOp> ops : List.of(List.of(put, clash), List.of(clash, put))) {
                TxnRequest txn = new TxnRequest(List.of(), ops, List.of());
                assertThatThrownBy(() -> new RequestValidator(128).check(txn)).hasMessage("DUPLICATE_KEY");
            }
        }
        TxnRequest apart = new TxnRequest(List.of(), List.of(put, PUT), List.of(put));
        new RequestValidator(128).check(apart);
        assertThat(Command.of(Caller.NODE, apart).minimumVersion()).isEqualTo(2);
    }

    @Test
    void aCompositeIsAllOrNothing() throws Exception {
        Driver driver = new Driver();
        Composite.Part put = new Composite.Part(Space.USERS, PUT);
        Composite.Part grant = new Composite.Part(Space.SYSTEM, new LeaseGrant(5, 10, List.of()));
        assertThat(driver.run(new Composite(List.of(put, grant, session()))).failure())
                .isNull();
        assertThat(driver.replica.stores().system().table().get(SESSION)).containsExactly(7);
        long revision = driver.replica.stores().users().revision();

        assertThat(refusal(driver, new Composite(List.of(put, grant)))).isEqualTo(StatusCode.LEASE_EXISTS);
        Composite.Part badPut = new Composite.Part(Space.USERS, PutRequest.of(KEY, new byte[0], 99));
        Composite.Part otherGrant = new Composite.Part(Space.SYSTEM, new LeaseGrant(6, 10, List.of()));
        assertThat(refusal(driver, new Composite(List.of(badPut, otherGrant)))).isEqualTo(StatusCode.LEASE_NOT_FOUND);
        assertThat(refusal(driver, new Composite(List.of(put, put)))).isEqualTo(StatusCode.UNIMPLEMENTED);
        assertThat(driver.replica.stores().users().revision()).isEqualTo(revision);
        assertThat(driver.replica.stores().system().leases().exists(6)).isFalse();
    }

    @Test
    void aCompositeMayWriteAMessage() throws Exception {
        Driver driver = new Driver();
        Composite.Part message = new Composite.Part(Space.MESSAGES, PUT);
        assertThat(driver.run(new Composite(List.of(message, session()))).failure())
                .isNull();
        assertThat(driver.replica.stores().messages().revision()).isEqualTo(1);
        assertThat(driver.replica.stores().users().revision()).isEqualTo(1);
        assertThat(driver.events).isEmpty();
    }

    @Test
    void whatIsDoneAtExpiryCannotFail() throws Exception {
        Driver driver = new Driver();
        PutRequest attached = PutRequest.of(KEY, new byte[0], 5);
        PutRequest keepsValue = new PutRequest(KEY, new byte[0], 0, false, true, false);
        assertThat(refusal(driver, new LeaseGrant(5, 10, List.of(attached)))).isEqualTo(StatusCode.LEASE_PROVIDED);
        assertThat(refusal(driver, new LeaseGrant(5, 10, List.of(keepsValue)))).isEqualTo(StatusCode.VALUE_PROVIDED);
        assertThat(driver.run(new LeaseGrant(5, 10, List.of(PUT))).failure()).isNull();
        driver.pass(11_000);
        assertThat(driver.read(RangeRequest.of(KeyRange.single(KEY)))).hasSize(1);
    }

    @Test
    void withoutSpaceNothingGrowsButThingsGoAway() throws Exception {
        Driver driver = new Driver();
        driver.run(new LeaseGrant(5, 10, List.of()));
        driver.run(PUT);
        driver.run(new AlarmChange(true, 3, Alarm.NO_SPACE));
        assertThat(refusal(driver, PUT)).isEqualTo(StatusCode.NO_SPACE);
        assertThat(refusal(driver, new TxnRequest(List.of(), List.of(PUT), List.of())))
                .isEqualTo(StatusCode.NO_SPACE);
        assertThat(refusal(driver, new LeaseGrant(6, 10, List.of()))).isEqualTo(StatusCode.NO_SPACE);
        assertThat(refusal(driver, DELETE)).isNull();
        assertThat(refusal(driver, new TxnRequest(List.of(), List.of(DELETE), List.of())))
                .isNull();
        assertThat(refusal(driver, new CompactRequest(2, false))).isNull();
        assertThat(refusal(driver, new LeaseRevoke(5, false))).isNull();
        assertThat(((AlarmResult) driver.run(new AlarmChange(false, 3, Alarm.NO_SPACE))
                                .result())
                        .alarms())
                .hasSize(1);
        assertThat(((AlarmResult) driver.run(new AlarmChange(false, 3, Alarm.NO_SPACE))
                                .result())
                        .alarms())
                .isEmpty();
        assertThat(refusal(driver, PUT)).isNull();
    }

    @Test
    void aCorruptStoreTakesNoWrites() throws Exception {
        Driver driver = new Driver();
        driver.run(new LeaseGrant(5, 10, List.of()));
        driver.run(PUT);
        driver.run(new AlarmChange(true, 3, Alarm.CORRUPT));
        List<Operation> refused = List.of(
                PUT,
                DELETE,
                new TxnRequest(List.of(), List.of(DELETE), List.of()),
                new CompactRequest(2, false),
                new LeaseGrant(6, 10, List.of()),
                new LeaseRevoke(5, false));
        for (Operation operation : refused) {
            assertThat(refusal(driver, operation)).as(operation.toString()).isEqualTo(StatusCode.CORRUPT);
        }
        assertThat(driver.read(RangeRequest.of(KeyRange.single(KEY)))).hasSize(1);
    }
}
