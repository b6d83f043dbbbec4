/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.model.Alarm;
import io.kedge.model.AlarmChange;
import io.kedge.model.Cause;
import io.kedge.model.Event;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.LeaseCheckpoint;
import io.kedge.model.LeaseGrant;
import io.kedge.model.LeaseRevoke;
import io.kedge.model.PutRequest;
import io.kedge.model.StatusCode;
import io.kedge.replica.backend.InMemoryBackend;
import io.kedge.replica.lease.Lease;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leases on the leader's clock. */
final class ReplicaLeaseTest {

    private static final Key KEY = Key.utf8("k");

    private static Driver withLease(long ttlSeconds) throws Exception {
        Driver driver = new Driver();
        driver.run(new LeaseGrant(5, ttlSeconds, List.of(PutRequest.of(Key.utf8("will"), new byte[] {1}))));
        driver.run(PutRequest.of(KEY, new byte[0], 5));
        driver.events.clear();
        return driver;
    }

    private static Lease lease(Driver driver) {
        return driver.replica.stores().system().leases().get(5);
    }

    @Test
    void anExpiredLeaseEndsWithItsKeysAndLeavesItsWill() throws Exception {
        Driver driver = withLease(10);
        driver.pass(9_900);
        assertThat(lease(driver)).isNotNull();
        assertThat(driver.replica.remainingSeconds(lease(driver), driver.nowNanos))
                .isZero();
        driver.pass(200);
        assertThat(lease(driver)).isNull();
        List<Event> events = driver.events.get(0).events();
        assertThat(events).extracting(event -> event.kv().cause()).containsExactly(Cause.LEASE_EXPIRED, Cause.PUT);
        assertThat(events).extracting(event -> event.kv().modRevision()).containsOnly(3L);
        assertThat(driver.replica.expiredLeases()).isEqualTo(1);
    }

    @Test
    void aRevokedLeaseLeavesNoWill() throws Exception {
        Driver driver = withLease(10);
        driver.run(new LeaseRevoke(5, false));
        assertThat(driver.events.get(0).events()).hasSize(1);
        assertThat(driver.events.get(0).events().get(0).kv().cause()).isEqualTo(Cause.LEASE_REVOKED);
        driver.pass(20_000);
        assertThat(driver.replica.expiredLeases()).isZero();
    }

    @Test
    void keepAlivesKeepALeaseAlive() throws Exception {
        Driver driver = withLease(10);
        for (int i = 0; i < 5; i++) {
            driver.pass(8_000);
            assertThat(driver.replica.renew(lease(driver), driver.nowNanos)).isNull();
        }
        assertThat(lease(driver)).isNotNull();
    }

    @Test
    void afterAPauseKeepAlivesComeBeforeExpiry() throws Exception {
        Driver driver = withLease(10);
        driver.tick(60_000);
        assertThat(lease(driver)).as("not expired in the late tick").isNotNull();
        driver.replica.renew(lease(driver), driver.nowNanos);
        driver.pass(9_000);
        assertThat(lease(driver)).isNotNull();
    }

    @Test
    void aRenewalBetweenTwoTicksCountsFromItsOwnTime() throws Exception {
        Driver driver = withLease(10);
        driver.nowNanos += 5_000 * Driver.MILLI;
        LeaseCall call = new LeaseCall(LeaseCall.Kind.RENEW, 5, false);
        driver.replica.read(call);
        driver.settle();
        assertThat(call.seconds()).isEqualTo(10);
        driver.tick(0);
        driver.pass(9_900);
        assertThat(lease(driver)).as("for all its time since it was renewed").isNotNull();
        driver.pass(200);
        assertThat(lease(driver)).isNull();
    }

    @Test
    void aGrantWhoseCallerGaveUpStillExpires() throws Exception {
        Driver driver = new Driver();
        Proposal grant = driver.propose(new LeaseGrant(5, 10, List.of()));
        driver.turn(0);
        driver.nowNanos += 8_000 * Driver.MILLI;
        driver.replica.tick(driver.nowNanos);
        driver.persist();
        driver.settle();
        assertThat(grant.failure()).isEqualTo(StatusCode.TIMEOUT);
        assertThat(lease(driver)).isNotNull();
        driver.pass(11_000);
        assertThat(lease(driver)).isNull();
    }

    @Test
    void aLeaseThatIsEndingIsNotRenewed() throws Exception {
        Driver driver = withLease(10);
        driver.pass(9_950);
        driver.nowNanos += 100 * Driver.MILLI;
        driver.replica.tick(driver.nowNanos);
        assertThat(lease(driver).isEnding()).isTrue();
        assertThatThrownBy(() -> driver.replica.renew(lease(driver), driver.nowNanos))
                .isInstanceOfSatisfying(
                        KedgeException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.LEASE_NOT_FOUND));
    }

    @Test
    void anExpiryRefusedByAnAlarmIsTriedAgain() throws Exception {
        Driver driver = withLease(10);
        driver.run(new AlarmChange(true, 1, Alarm.CORRUPT));
        driver.pass(12_000);
        assertThat(lease(driver)).isNotNull();
        driver.run(new AlarmChange(false, 1, Alarm.CORRUPT));
        driver.pass(6_000);
        assertThat(lease(driver)).isNull();
    }

    @Test
    void aLongLeaseIsCheckpointedAndItsRenewalClearsThat() throws Exception {
        Driver driver = withLease(1_000);
        driver.pass(301_000);
        assertThat(lease(driver).checkpointSeconds()).isBetween(690L, 700L);
        Proposal clearing = driver.replica.renew(lease(driver), driver.nowNanos);
        assertThat(clearing).isNotNull();
        assertThat(clearing.command().operation()).isInstanceOf(LeaseCheckpoint.class);
        driver.run(clearing.command().operation());
        assertThat(lease(driver).checkpointSeconds()).isZero();
    }

    @Test
    void aNewLeaderGivesTheRemainingTimeAndAnElectionTimeout() throws Exception {
        Driver driver = withLease(1_000);
        driver.pass(301_000);
        long checkpoint = lease(driver).checkpointSeconds();
        driver.replica.requestFlush();
        driver.settle();
        driver.flush();
        var state = driver.backend.state();
        var recovered = new io.kedge.raft.RecoveredLog(
                new io.kedge.raft.HardState(1, 1, state.appliedIndex()),
                io.kedge.raft.membership.Configuration.decode(state.configuration()),
                state.appliedIndex(),
                state.appliedTerm(),
                List.of(),
                state.appliedIndex());
        InMemoryBackend backend = driver.backend;
        Driver again = new Driver(ReplicaOptions.defaults(1), backend, recovered);
        assertThat(again.replica.remainingSeconds(lease(again), again.nowNanos)).isEqualTo(checkpoint + 1);
        assertThat(lease(again).keys()).containsExactly(KEY);
        assertThat(lease(again).onExpiry()).hasSize(1);
    }
}
