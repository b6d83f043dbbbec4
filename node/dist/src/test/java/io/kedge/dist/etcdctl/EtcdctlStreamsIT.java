/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.etcdctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Await;
import io.kedge.dist.support.Command;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerExtension;
import io.kedge.dist.support.ServerUnderTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stays open: watch, lease keep-alive, lock, elect and make-mirror. */
final class EtcdctlStreamsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    static final ServerExtension SERVER = new ServerExtension();

    private Etcdctl etcdctl;

    @BeforeEach
    void open() {
        etcdctl = new Etcdctl(SERVER.server());
    }

    @Test
    void watch_shows_the_past_from_a_revision_and_then_what_happens() {
        etcdctl.lines("put", "w/a", "1");
        long first = etcdctl.revision();
        etcdctl.lines("put", "w/b", "2");
        etcdctl.lines("del", "w/a");
        try (Command.Running watch = etcdctl.command("watch", "--prefix", "w/", "--prev-kv", "--rev=" + first)
                .start()) {
            watch.awaitOut("PUT\nw/a\n1\nPUT\nw/b\n2\nDELETE\nw/a\n1\nw/a\n\n");
            etcdctl.lines("put", "w/b", "3");
            watch.awaitOut("PUT\nw/b\n2\nw/b\n3\n");
            etcdctl.lines("put", "other", "x");
            etcdctl.lines("del", "w/b");
            watch.awaitOut("DELETE\nw/b\n3\nw/b\n\n");
            assertThat(watch.out()).doesNotContain("other");
        }
    }

    @Test
    void watch_takes_a_range_and_writes_json() {
        etcdctl.lines("put", "r/b", "1");
        long revision = etcdctl.revision();
        try (Command.Running watch = etcdctl.command("watch", "r/a", "r/c", "--rev=" + revision, "-w", "json")
                .start()) {
            watch.awaitOut("\"create_revision\":" + revision);
            assertThat(watch.out()).contains("\"Events\":[{\"kv\":{\"key\":\"ci9i\"");
        }
    }

    @Test
    void watch_runs_a_command_for_each_event() {
        etcdctl.lines("put", "x/a", "1");
        long revision = etcdctl.revision();
        try (Command.Running watch = etcdctl.command(
                        "watch",
                        "x/a",
                        "--rev=" + revision,
                        "--",
                        "sh",
                        "-c",
                        "echo got $ETCD_WATCH_EVENT_TYPE $ETCD_WATCH_VALUE")
                .start()) {
            watch.awaitOut("got \"PUT\" \"1\"");
        }
    }

    @Test
    void watch_interactive_takes_several_watches() {
        try (Command.Running watch = etcdctl.command("watch", "-i").start()) {
            etcdctl.lines("put", "i/a", "1");
            long revision = etcdctl.revision();
            watch.write("watch i/a --rev=" + revision + "\n");
            watch.awaitOut("PUT\ni/a\n1\n");
            etcdctl.lines("put", "i/b", "2");
            watch.write("watch --prev-kv --prefix i/b --rev=" + (revision + 1) + "\n");
            watch.awaitOut("i/b\n2\n");
        }
    }

    @Test
    void watch_of_a_compacted_revision_says_so() {
        etcdctl.lines("put", "c", "1");
        etcdctl.lines("put", "c", "2");
        etcdctl.lines("compaction", Long.toString(etcdctl.revision()));
        Command.Result result = etcdctl.command("watch", "c", "--rev=1").run();
        assertThat(result.exit()).isNotZero();
        assertThat(result.err()).contains("mvcc: required revision has been compacted");
    }

    @Test
    void leases_live_and_end() {
        String lease = etcdctl.grant(100);
        assertThat(etcdctl.text("lease", "timetolive", lease))
                .containsPattern("lease " + lease + " granted with TTL\\(100s\\), remaining\\((99|100|98)s\\)");
        etcdctl.lines("put", "--lease=" + lease, "leased/b", "1");
        etcdctl.lines("put", "--lease=" + lease, "leased/a", "1");
        assertThat(etcdctl.text("lease", "timetolive", lease, "--keys"))
                .containsPattern("attached keys\\(\\[(leased/a leased/b|leased/b leased/a)\\]\\)");
        assertThat(etcdctl.lines("lease", "keep-alive", "--once", lease))
                .containsExactly("lease " + lease + " keepalived with TTL(100)");
        assertThat(etcdctl.lines("lease", "list")).contains(lease);
        assertThat(etcdctl.lines("lease", "revoke", lease)).containsExactly("lease " + lease + " revoked");
        assertThat(etcdctl.lines("get", "--prefix", "leased/")).isEmpty();
        assertThat(etcdctl.lines("lease", "timetolive", lease)).containsExactly("lease " + lease + " already expired");
        assertThat(etcdctl.error("lease", "revoke", lease)).contains("etcdserver: requested lease not found");
        assertThat(etcdctl.lines("lease", "list")).doesNotContain(lease);
    }

    @Test
    void a_lease_ends_by_itself_unless_kept_alive() {
        String kept = etcdctl.grant(2);
        String lost = etcdctl.grant(2);
        etcdctl.lines("put", "--lease=" + kept, "ttl/kept", "1");
        etcdctl.lines("put", "--lease=" + lost, "ttl/lost", "1");
        try (Command.Running beats =
                etcdctl.command("lease", "keep-alive", kept).start()) {
            Await.until(LIMIT, () -> "the key is gone", () -> etcdctl.lines("get", "ttl/lost")
                    .isEmpty());
            assertThat(etcdctl.lines("get", "ttl/kept")).containsExactly("ttl/kept", "1");
            beats.awaitOut("lease " + kept + " keepalived with TTL(2)");
        }
        Await.until(LIMIT, () -> "the key is gone", () -> etcdctl.lines("get", "ttl/kept")
                .isEmpty());
    }

    @Test
    void lock_runs_its_command_alone() {
        assertThat(etcdctl.lines("lock", "m", "echo", "inside")).containsExactly("inside");
        try (Command.Running holder = etcdctl.command("lock", "m").start()) {
            holder.awaitOut("m/");
            String key = holder.out().strip();
            assertThat(etcdctl.lines("get", key)).first().isEqualTo(key);
            try (Command.Running waiter =
                    etcdctl.command("lock", "m", "echo", "second").start()) {
                Await.until(
                        LIMIT,
                        () -> "two keys in the queue",
                        () -> etcdctl.lines("get", "--prefix", "m/", "--keys-only").stream()
                                        .filter(line -> line.startsWith("m/"))
                                        .count()
                                == 2);
                assertThat(waiter.out()).isEmpty();
                holder.interrupt();
                waiter.awaitOut("second");
                assertThat(waiter.finish(LIMIT).exit()).isZero();
            }
        }
        assertThat(etcdctl.lines("get", "--prefix", "m/")).isEmpty();
    }

    @Test
    void elect_hands_over_and_listeners_hear_of_it() {
        try (Command.Running first = etcdctl.command("elect", "e", "p1").start();
                Command.Running listener = etcdctl.command("elect", "-l", "e").start()) {
            first.awaitOut("p1");
            listener.awaitOut("p1");
            try (Command.Running second = etcdctl.command("elect", "e", "p2").start()) {
                Await.until(
                        LIMIT,
                        () -> "two candidates",
                        () -> etcdctl.lines("get", "--prefix", "e/", "--keys-only").stream()
                                        .filter(line -> line.startsWith("e/"))
                                        .count()
                                == 2);
                assertThat(second.out()).isEmpty();
                first.interrupt();
                second.awaitOut("p2");
                listener.awaitOut("p2");
                second.interrupt();
            }
        }
    }

    @Test
    void make_mirror_copies_what_is_there_and_what_comes() {
        try (ServerUnderTest target = ServerUnderTest.startInMemory(ServerBinary.underTest())) {
            Etcdctl other = new Etcdctl(target);
            etcdctl.lines("put", "mirror/a", "1");
            etcdctl.lines("put", "mirror/b", "2");
            String address = "127.0.0.1:" + target.clientPort();
            try (Command.Running mirror =
                    etcdctl.command("make-mirror", "--prefix=mirror/", address).start()) {
                Await.until(
                        LIMIT,
                        () -> "mirror: " + mirror.err(),
                        () -> other.lines("get", "--prefix", "mirror/").size() == 4);
                etcdctl.lines("put", "mirror/c", "3");
                etcdctl.lines("del", "mirror/a");
                Await.until(LIMIT, () -> "mirror: " + mirror.err(), () -> String.join(
                                " ", other.lines("get", "--prefix", "mirror/"))
                        .equals("mirror/b 2 mirror/c 3"));
                mirror.interrupt();
            }
        }
    }
}
