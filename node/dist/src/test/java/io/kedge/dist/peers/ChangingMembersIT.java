/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Await;
import io.kedge.dist.support.Command;
import io.kedge.dist.support.ServerBinary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members come, change and go by etcdctl, with etcd's answers; the steps are those of operations.md. */
final class ChangingMembersIT {
    private static final String JOINS = "--initial-cluster-state=existing";

    @TempDir
    Path folder;

    private final List<Member> members = new ArrayList<>();

    @AfterEach
    void stop() {
        Member.closeAll(members);
    }

    private Member member(String name) {
        Member member = new Member(ServerBinary.underTest(), folder, name);
        members.add(member);
        return member;
    }

    private Member alone() {
        Member first = member("a");
        first.launch(Member.initialCluster(List.of(first)));
        first.awaitHealthy();
        first.etcdctl("put", "before", "joining").ok();
        return first;
    }

    private static void add(Member through, Member added, String... flags) {
        List<String> words = new ArrayList<>(List.of("member", "add", added.name(), "--peer-urls", added.peerUrl()));
        words.addAll(List.of(flags));
        assertThat(through.etcdctl(words.toArray(String[]::new)).ok().out())
                .contains("ETCD_INITIAL_CLUSTER_STATE=\"existing\"")
                .contains(added.name() + "=" + added.peerUrl());
    }

    private static String id(Member through, Member wanted) {
        return through.etcdctl("member", "list").ok().lines().stream()
                .filter(line -> line.contains(wanted.peerUrl()))
                .map(line -> line.substring(0, line.indexOf(',')))
                .findFirst()
                .orElseThrow();
    }

    private static String get(Member through, String key, String... flags) {
        List<String> words = new ArrayList<>(List.of("get", key, "--print-value-only"));
        words.addAll(List.of(flags));
        return through.etcdctl(words.toArray(String[]::new)).ok().out().strip();
    }

    private static void awaitPromoted(Member leader, String learner) {
        Await.until(
                Member.LIMIT,
                () -> "the learner is in sync",
                () -> leader.etcdctl("member", "promote", learner).exit() == 0);
    }

    @Test
    void a_cluster_grows_from_one_and_shrinks_again() {
        Member a = alone();
        Member b = member("b");
        add(a, b, "--learner");
        b.launch(Member.initialCluster(List.of(a, b)), JOINS);
        b.awaitLog("ready to serve client requests");
        Await.until(Member.LIMIT, () -> "the learner has the data", () -> get(b, "before", "--consistency=s")
                .equals("joining"));
        assertThat(b.etcdctl("get", "before").err()).contains("rpc not supported for learner");
        Member surplus = new Member(ServerBinary.underTest(), folder, "surplus");
        assertThat(a.etcdctl("member", "add", "x", "--learner", "--peer-urls", surplus.peerUrl())
                        .err())
                .contains("too many learner members in cluster");
        awaitPromoted(a, id(a, b));
        assertThat(a.etcdctl("member", "promote", id(a, b)).err()).contains("can only promote a learner member");
        b.etcdctl("put", "through", "b").ok();
        Member c = member("c");
        add(b, c);
        c.launch(Member.initialCluster(List.of(a, b, c)), JOINS);
        c.awaitHealthy();
        assertThat(get(c, "through")).isEqualTo("b");
        assertThat(c.etcdctl("member", "list").ok().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("started") && line.endsWith("false"));
        moveLeader(a, c);
        b.etcdctl("member", "update", id(a, b), "--peer-urls", b.peerUrl()).ok();
        remove(c, b);
        remove(c, a);
        c.etcdctl("put", "alone", "again").ok();
        assertThat(c.etcdctl("member", "remove", "1234").err()).contains("member not found");
    }

    private static void moveLeader(Member from, Member to) {
        String target = id(from, to);
        assertThat(to.etcdctl("move-leader", target).exit())
                .as("asked of a follower")
                .isNotZero();
        assertThat(from.etcdctl("move-leader", target).ok().out()).contains("Leadership transferred");
        Await.until(
                Member.LIMIT,
                () -> "the new leader",
                () -> to.etcdctl("endpoint", "status").ok().out().split(", ")[4].equals("true"));
    }

    /** Tries again while the leader changes, or has not heard the others for long enough. */
    private static void takeOut(Member through, String id) {
        Await.until(Member.LIMIT, () -> "the removal of " + id, () -> {
            Command.Result result = through.etcdctl("member", "remove", id);
            return result.exit() == 0 || result.err().contains("member not found");
        });
    }

    /** A removed member ends by itself, and does not come back. */
    private static void remove(Member through, Member removed) {
        Await.until(
                Member.LIMIT,
                () -> "the removal of " + removed.name(),
                () -> through.etcdctl("member", "remove", id(through, removed)).exit() == 0);
        assertThat(removed.awaitExit()).isZero();
        removed.launch("whatever=http://127.0.0.1:1");
        // Its own log may say so, or the others do once more.
        assertThat(removed.awaitExit()).isIn(0, 2);
        assertThat(removed.logText().lines().filter(line -> line.contains("his member was removed from its cluster")))
                .hasSize(2);
    }

    @Test
    void a_member_is_replaced_under_load() throws InterruptedException {
        List<Member> first = Stream.of("a", "b", "c").map(this::member).toList();
        first.forEach(each -> each.launch(Member.initialCluster(first)));
        first.forEach(Member::awaitHealthy);
        Member a = first.get(0);
        Member lost = first.get(2);
        try (SteadyWriter writer = new SteadyWriter(a.endpoint(), first.get(1).endpoint())) {
            writer.awaitWrites();
            lost.kill();
            takeOut(a, id(a, lost));
            lost.wipe();
            Await.until(
                    Member.LIMIT,
                    () -> "the learner is let in",
                    () -> a.etcdctl("member", "add", lost.name(), "--learner", "--peer-urls", lost.peerUrl())
                                    .exit()
                            == 0);
            lost.launch(Member.initialCluster(first), JOINS);
            awaitPromoted(a, id(a, lost));
            writer.awaitWrites();
            writer.stop();
            lost.awaitHealthy();
            writer.checkAllAt(lost.endpoint());
            System.out.println("replaced a member under load: " + writer);
        }
        assertThat(lost.etcdctl("member", "list").ok().lines()).hasSize(3).allMatch(line -> line.endsWith("false"));
    }

    @Test
    void learners_vote_by_themselves_where_that_is_wanted() {
        Member a = member("a");
        a.launch(Member.initialCluster(List.of(a)), "--auto-promote-learners");
        a.awaitHealthy();
        Member b = member("b");
        add(a, b, "--learner");
        b.launch(Member.initialCluster(List.of(a, b)), JOINS);
        Await.until(Member.LIMIT, () -> "two voters", () -> a.etcdctl("member", "list").ok().lines().stream()
                .allMatch(line -> line.endsWith("false")));
        b.awaitHealthy();
    }

    @Test
    void whoever_may_not_join_is_told_what_to_do() {
        Member a = alone();
        Member b = member("b");
        b.launch(Member.initialCluster(List.of(a, b)), JOINS);
        assertThat(b.awaitExit()).as("a cluster of one has no port for peers").isEqualTo(2);
        b.awaitLog("The cluster could not be asked for its members");
        add(a, b, "--learner");
        Member stranger = member("stranger");
        stranger.launch(Member.initialCluster(List.of(a, stranger)), JOINS);
        assertThat(stranger.awaitExit()).isEqualTo(2);
        stranger.awaitLog("The cluster has no member with the peer URL " + stranger.peerUrl(), "member add stranger");
        b.launch(Member.initialCluster(List.of(a, b)), JOINS);
        b.awaitLog("ready to serve client requests");
        Await.until(
                Member.LIMIT,
                () -> "the member's name",
                () -> a.etcdctl("member", "list").ok().out().contains(", b, "));
        b.kill();
        b.wipe();
        b.launch(Member.initialCluster(List.of(a, b)), JOINS);
        assertThat(b.awaitExit()).isEqualTo(2);
        b.awaitLog("has run before, as \"b\"", "member remove");
    }

    @Test
    void the_last_of_three_goes_on_alone_when_told_to() {
        List<Member> all = Stream.of("a", "b", "c").map(this::member).toList();
        all.forEach(each -> each.launch(Member.initialCluster(all)));
        all.forEach(Member::awaitHealthy);
        all.get(0).etcdctl("put", "kept", "yes").ok();
        Member left = all.get(1);
        assertThat(get(left, "kept")).isEqualTo("yes");
        all.forEach(Member::kill);
        left.launch(Member.initialCluster(all), "--force-new-cluster");
        left.awaitHealthy();
        assertThat(get(left, "kept")).isEqualTo("yes");
        assertThat(left.etcdctl("member", "list").ok().lines()).hasSize(1);
        left.etcdctl("put", "kept", "still").ok();
        left.stop();
        left.launch(Member.initialCluster(all));
        left.awaitHealthy();
        assertThat(get(left, "kept")).isEqualTo("still");
    }
}
