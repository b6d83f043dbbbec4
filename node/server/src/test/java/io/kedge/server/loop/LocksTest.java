/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.api.Cancellation;
import io.kedge.api.Locks.Locked;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.LeaseResult;
import io.kedge.model.RangeRequest;
import io.kedge.model.RangeResult;
import io.kedge.model.StatusCode;
import io.kedge.server.RunningNode;
import io.kedge.server.StartException;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocksTest {

    @TempDir
    private static Path folder;

    private static RunningNode node;

    @BeforeAll
    static void start() throws StartException, IOException {
        node = RunningNode.start(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void a_key_names_its_lease_as_etcd_spells_it() {
        assertThat(Candidacy.keyOf(Key.utf8("a/"), 255)).isEqualTo(Key.utf8("a/ff"));
        assertThat(Candidacy.keyOf(Key.utf8("a/"), -255)).isEqualTo(Key.utf8("a/-ff"));
    }

    @Test
    void waiters_get_the_lock_in_the_order_of_asking() {
        Locked first = lock("order", 11);
        assertThat(first.key()).isEqualTo(Key.utf8("order/b"));
        Future<Locked> second = asking("order", 12);
        Future<Locked> third = asking("order", 13);
        assertThat(keys("order")).containsExactly("order/b", "order/c", "order/d");
        assertThat(second.isComplete()).isFalse();

        unlock(first.key());
        Locked after = RunningNode.await(second);
        assertThat(after.key()).isEqualTo(Key.utf8("order/c"));
        assertThat(third.isComplete()).isFalse();

        unlock(after.key());
        assertThat(RunningNode.await(third).key()).isEqualTo(Key.utf8("order/d"));
    }

    @Test
    void the_same_lease_gets_the_same_lock_at_once() {
        Locked first = lock("again", 21);
        assertThat(lock("again", 21)).isEqualTo(first);
        assertThat(keys("again")).hasSize(1);
    }

    @Test
    void a_waiter_that_gives_up_leaves_the_queue() {
        Locked held = lock("giving-up", 31);
        grant(32);
        AtomicReference<Cancellation> waiting = new AtomicReference<>();
        Future<Locked> cancelled =
                node.begin((n, reply) -> waiting.set(n.locks().lock(Caller.NODE, Key.utf8("giving-up"), 32, reply)));
        settle();
        Future<Locked> next = asking("giving-up", 33);
        assertThat(keys("giving-up")).hasSize(3);

        node.run(n -> waiting.get().cancel());
        settle();
        assertThat(keys("giving-up")).containsExactly("giving-up/1f", "giving-up/21");
        assertThat(next.isComplete()).as("the holder still holds").isFalse();
        unlock(held.key());
        assertThat(RunningNode.await(next).key()).isEqualTo(Key.utf8("giving-up/21"));
        assertThat(cancelled.isComplete())
                .as("a cancelled call is not answered")
                .isFalse();
    }

    @Test
    void who_gives_up_at_once_leaves_no_place_and_takes_none_from_others() {
        Locked held = lock("at-once", 34);
        grant(35);
        for (long lease : new long[] {34, 35}) {
            Future<Locked> givenUp = node.begin((n, reply) -> n.locks()
                    .lock(Caller.NODE, Key.utf8("at-once"), lease, reply)
                    .cancel());
            settle();
            assertThat(givenUp.isComplete()).isFalse();
        }
        assertThat(keys("at-once")).containsExactly("at-once/22");
        unlock(held.key());
    }

    @Test
    void a_holder_whose_lease_ends_gives_the_lock_free() {
        lock("ending", 41);
        Future<Locked> next = asking("ending", 42);
        revoke(41);
        assertThat(RunningNode.await(next).key()).isEqualTo(Key.utf8("ending/2a"));
    }

    @Test
    void a_waiter_whose_lease_ends_is_told_so_when_its_turn_comes() {
        Locked held = lock("expired", 51);
        Future<Locked> waiting = asking("expired", 52);
        revoke(52);
        unlock(held.key());
        assertThatThrownBy(() -> RunningNode.await(waiting))
                .isInstanceOfSatisfying(
                        KedgeException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.SESSION_EXPIRED));
    }

    @Test
    void an_unknown_lease_gets_none() {
        Future<Locked> refused = node.begin((n, reply) -> n.locks().lock(Caller.NODE, Key.utf8("unknown"), 999, reply));
        assertThatThrownBy(() -> RunningNode.await(refused))
                .isInstanceOfSatisfying(
                        KedgeException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.LEASE_NOT_FOUND));
        assertThat(keys("unknown")).isEmpty();
    }

    @Test
    void without_a_lease_the_node_takes_one() {
        Locked locked = node.call((n, reply) -> n.locks().lock(Caller.NODE, Key.utf8("own"), 0, reply));
        RangeResult held = range(KeyRange.single(locked.key()));
        assertThat(held.kvs()).hasSize(1);
        long lease = held.kvs().get(0).lease();
        assertThat(lease).isPositive();
        assertThat(locked.key()).isEqualTo(Key.utf8("own/" + Long.toHexString(lease)));
        revoke(lease);
        assertThat(range(KeyRange.single(locked.key())).kvs()).isEmpty();
    }

    @Test
    void unlocking_what_is_not_locked_is_well() {
        long before = node.node().revision();
        assertThat(unlock(Key.utf8("never/1"))).isEqualTo(before);
    }

    private static Locked lock(String name, long lease) {
        grant(lease);
        return node.call((n, reply) -> n.locks().lock(Caller.NODE, Key.utf8(name), lease, reply));
    }

    /** A lock that is held by another: returns when its place is taken. */
    private static Future<Locked> asking(String name, long lease) {
        grant(lease);
        int before = keys(name).size();
        Future<Locked> asked = node.begin((n, reply) -> n.locks().lock(Caller.NODE, Key.utf8(name), lease, reply));
        settle();
        assertThat(keys(name)).hasSize(before + 1);
        return asked;
    }

    /** Every step of what was asked for before is done: each is one call, and each call is answered in order. */
    private static void settle() {
        for (int i = 0; i < 5; i++) {
            node.<LeaseResult>call((n, reply) -> n.leases().grant(Caller.NODE, 0, 600, reply));
        }
    }

    private static void grant(long lease) {
        try {
            node.<LeaseResult>call((n, reply) -> n.leases().grant(Caller.NODE, lease, 600, reply));
        } catch (KedgeException e) {
            assertThat(e.code()).isEqualTo(StatusCode.LEASE_EXISTS);
        }
    }

    private static void revoke(long lease) {
        node.<LeaseResult>call((n, reply) -> n.leases().revoke(Caller.NODE, lease, reply));
    }

    private static long unlock(Key key) {
        return node.<Long>call((n, reply) -> n.locks().unlock(Caller.NODE, key, reply));
    }

    private static List<String> keys(String name) {
        return range(KeyRange.prefix(Key.utf8(name + "/"))).kvs().stream()
                .map(kv -> new String(kv.key().bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    private static RangeResult range(KeyRange range) {
        return node.call((n, reply) -> n.kv().range(Caller.NODE, RangeRequest.of(range), reply));
    }
}
