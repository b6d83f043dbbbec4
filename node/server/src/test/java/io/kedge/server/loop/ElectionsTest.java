/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.api.Cancellation;
import io.kedge.api.Elections;
import io.kedge.api.Elections.Elected;
import io.kedge.api.Elections.Leader;
import io.kedge.api.Elections.LeaderKey;
import io.kedge.model.Caller;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.LeaseResult;
import io.kedge.model.StatusCode;
import io.kedge.server.RunningNode;
import io.kedge.server.StartException;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ElectionsTest {

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
    void the_next_candidate_leads_when_the_leader_resigns() {
        Elected first = RunningNode.await(campaign("next", 11, "one"));
        assertThat(leader("next")).isEqualTo("one");
        Future<Elected> second = campaign("next", 12, "two");
        resign(first.leader());
        Elected after = RunningNode.await(second);
        assertThat(after.leader().revision())
                .as("the fencing token grows")
                .isGreaterThan(first.leader().revision());
        assertThat(leader("next")).isEqualTo("two");
    }

    @Test
    void only_the_leader_of_that_term_may_proclaim() {
        Elected elected = RunningNode.await(campaign("proclaim", 21, "one"));
        proclaim(elected.leader(), "changed");
        assertThat(leader("proclaim")).isEqualTo("changed");
        LeaderKey stale = new LeaderKey(
                elected.leader().name(),
                elected.leader().key(),
                elected.leader().revision() - 1,
                21);
        refused(StatusCode.NOT_ELECTION_LEADER, () -> proclaim(stale, "stale"));
        assertThat(leader("proclaim")).isEqualTo("changed");
        resign(stale);
        assertThat(leader("proclaim")).as("a stale key resigns nothing").isEqualTo("changed");
    }

    @Test
    void a_candidate_that_stands_again_changes_its_value_only() {
        Elected first = RunningNode.await(campaign("again", 31, "one"));
        Elected again = RunningNode.await(campaign("again", 31, "two"));
        assertThat(again.leader()).isEqualTo(first.leader());
        assertThat(leader("again")).isEqualTo("two");
    }

    @Test
    void an_election_without_candidates_has_no_leader() {
        refused(StatusCode.NO_ELECTION_LEADER, () -> leader("nobody"));
    }

    @Test
    void an_observer_sees_every_leader_and_value() throws InterruptedException {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        AtomicReference<Cancellation> following = new AtomicReference<>();
        node.run(n -> following.set(n.elections().observe(Caller.NODE, Key.utf8("observed"), observer(seen))));
        Elected first = RunningNode.await(campaign("observed", 41, "one"));
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("one");
        proclaim(first.leader(), "changed");
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("changed");
        Future<Elected> second = campaign("observed", 42, "two");
        resign(first.leader());
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("two");

        node.run(n -> following.get().cancel());
        proclaim(RunningNode.await(second).leader(), "unseen");
        assertThat(leader("observed")).isEqualTo("unseen");
        assertThat(seen).isEmpty();
    }

    private static Elections.Observer observer(BlockingQueue<String> seen) {
        return new Elections.Observer() {
            @Override
            public void leader(Leader leader) {
                seen.add(text(leader));
            }

            @Override
            public void fail(KedgeException reason) {
                seen.add("failed: " + reason.code());
            }
        };
    }

    private static String text(Leader leader) {
        return new String(leader.kv().value(), StandardCharsets.UTF_8);
    }

    private static Future<Elected> campaign(String name, long lease, String value) {
        try {
            node.<LeaseResult>call((n, reply) -> n.leases().grant(Caller.NODE, lease, 600, reply));
        } catch (KedgeException e) {
            assertThat(e.code()).isEqualTo(StatusCode.LEASE_EXISTS);
        }
        return node.begin((n, reply) -> n.elections()
                .campaign(Caller.NODE, Key.utf8(name), lease, value.getBytes(StandardCharsets.UTF_8), reply));
    }

    private static String leader(String name) {
        return text(node.<Leader>call((n, reply) -> n.elections().leader(Caller.NODE, Key.utf8(name), reply)));
    }

    private static void proclaim(LeaderKey leader, String value) {
        node.<Long>call((n, reply) ->
                n.elections().proclaim(Caller.NODE, leader, value.getBytes(StandardCharsets.UTF_8), reply));
    }

    private static void resign(LeaderKey leader) {
        node.<Long>call((n, reply) -> n.elections().resign(Caller.NODE, leader, reply));
    }

    private static void refused(StatusCode code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(KedgeException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
