/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Vert.x' questions, answered from the table. */
final class MemberTableClusterManagerTest {
    private static final long LARGE = 0xfedcba9876543210L;
    private static final PeerUrl A = PeerUrl.parse("http://a:2380");
    private static final PeerUrl B = PeerUrl.parse("https://[::1]:2390");

    private final MemberTable table = new MemberTable(1, Map.of(1L, A, LARGE, B), Set.of(7L));
    private final MemberTableClusterManager manager = new MemberTableClusterManager(table);
    private final List<RegistrationUpdateEvent> updates = new ArrayList<>();

    @Test
    void membersAreFoundByTheirIdInHex() {
        assertThat(manager.getNodeId()).isEqualTo("1");
        assertThat(manager.getNodes()).containsExactlyInAnyOrder("1", "fedcba9876543210");
        assertThat(registrations("r.fedcba9876543210"))
                .containsExactly(new RegistrationInfo("fedcba9876543210", 1, false));
        NodeInfo info = info("fedcba9876543210").result();
        assertThat(info.host()).isEqualTo("::1");
        assertThat(info.port()).isEqualTo(2390);
        assertThat(registrations("r.2")).isEmpty();
        assertThat(registrations("r.nonsense")).isEmpty();
        assertThat(registrations("else")).isEmpty();
        assertThat(info("2").failed()).isTrue();
    }

    @Test
    void changesAreSeenAndRemovalsAreTold() {
        manager.registrationListener(new RegistrationListener() {
            @Override
            public void registrationsUpdated(RegistrationUpdateEvent event) {
                updates.add(event);
            }
        });
        table.put(2, A);
        assertThat(registrations("r.2")).hasSize(1);
        table.put(2, B);
        assertThat(info("2").result().port()).isEqualTo(2390);
        table.remove(2);
        assertThat(updates).hasSize(1);
        assertThat(updates.get(0).address()).isEqualTo("r.2");
        assertThat(updates.get(0).registrations()).isEmpty();
        assertThat(registrations("r.2")).isEmpty();
        assertThat(table.wasRemoved(2)).isTrue();
        assertThat(table.wasRemoved(7)).isTrue();
        table.put(2, A);
        assertThat(table.wasRemoved(2)).isFalse();
    }

    @Test
    void onlyTheLastFewStrangersAreRemembered() {
        for (long id = 100; id < 200; id++) {
            manager.stranger(id, A);
        }
        assertThat(manager.canReach(100)).isFalse();
        assertThat(manager.canReach(199)).isTrue();
        manager.aim(199);
        assertThat(registrations(MemberTableClusterManager.OPEN_ADDRESS))
                .containsExactly(new RegistrationInfo("c7", 1, false));
    }

    @Test
    void nothingIsSharedButTheLog() {
        Promise<io.vertx.core.shareddata.Counter> counter = Promise.promise();
        manager.getCounter("c", counter);
        assertThat(counter.future().cause()).isInstanceOf(UnsupportedOperationException.class);
        Promise<io.vertx.core.shareddata.Lock> lock = Promise.promise();
        manager.getLockWithTimeout("l", 1, lock);
        assertThat(lock.future().cause()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> manager.getSyncMap("m")).isInstanceOf(UnsupportedOperationException.class);
        Promise<Void> registered = Promise.promise();
        manager.addRegistration("anything", new RegistrationInfo("1", 1, true), registered);
        assertThat(registered.future().succeeded()).isTrue();
    }

    @Test
    void peerUrlsAreReadAsEtcdDoes() {
        assertThat(B.toString()).isEqualTo("https://[::1]:2390");
        assertThat(B.tls()).isTrue();
        assertThat(PeerUrl.parse("http://10.0.0.1:2380/").toString()).isEqualTo("http://10.0.0.1:2380");
        for (String bad : List.of("", "a:2380", "http://a", "ftp://a:1", "http://a:1/x", "http://:1", "http://a:x")) {
            assertThatThrownBy(() -> PeerUrl.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void onlyTheFalseReportOfVertxIsFiltered() {
        List<Throwable> passed = new ArrayList<>();
        Promise<Void> complete = Promise.promise();
        complete.complete();
        Promise<Void> write = Promise.promise();
        write.future().onComplete((Completable<Void>) complete);
        Throwable noise = catchThrowable(() -> write.fail("a write"));
        assertThat(noise).isInstanceOf(IllegalStateException.class);
        Throwable real = new IllegalStateException("Promise already completed");
        BusNoise.filter(passed::add).handle(noise);
        BusNoise.filter(passed::add).handle(real);
        assertThat(passed).containsExactly(real);
    }

    private List<RegistrationInfo> registrations(String address) {
        Promise<List<RegistrationInfo>> answer = Promise.promise();
        manager.getRegistrations(address, answer);
        return answer.future().result();
    }

    private Future<NodeInfo> info(String nodeId) {
        Promise<NodeInfo> answer = Promise.promise();
        manager.getNodeInfo(nodeId, answer);
        return answer.future();
    }
}
