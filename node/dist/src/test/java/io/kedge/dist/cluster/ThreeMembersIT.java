/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Await;
import io.kedge.dist.support.Command;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Three processes as operators see them: any takes any request, one leads, and the death of one is survived. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ThreeMembersIT {
    private static final Duration FAIL_OVER_LIMIT = Duration.ofSeconds(15);

    @TempDir
    static Path folder;

    private static String etcdctl;
    private static ClusterUnderTest cluster;

    @BeforeAll
    static void start() {
        etcdctl = Tools.require("etcdctl").toString();
        cluster = ClusterUnderTest.start(ServerBinary.underTest(), folder, 3);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static Command.Result run(String endpoints, String... words) {
        List<String> line = new ArrayList<>(List.of(etcdctl, "--endpoints", endpoints, "--command-timeout", "10s"));
        line.addAll(List.of(words));
        return Command.of(line).env("ETCDCTL_API", "3").run();
    }

    private static String get(int member, String key) {
        return run(cluster.endpoint(member), "get", key, "--print-value-only")
                .ok()
                .out()
                .strip();
    }

    /** Members that say they lead; those that are down say nothing. */
    private static List<Integer> leaders() {
        List<Integer> leaders = new ArrayList<>();
        for (int i = 0; i < cluster.size(); i++) {
            Command.Result status = run(cluster.endpoint(i), "endpoint", "status");
            String[] columns = status.out().split(", ");
            if (status.exit() == 0 && columns.length > 4 && columns[4].equals("true")) {
                leaders.add(i);
            }
        }
        return leaders;
    }

    private static int awaitLeader() {
        Await.until(
                FAIL_OVER_LIMIT,
                () -> "one leader; there are " + leaders(),
                () -> leaders().size() == 1);
        return leaders().get(0);
    }

    private static void awaitWrite(int through, String key, String value) {
        Await.until(
                FAIL_OVER_LIMIT,
                () -> "a write through " + through + "; its log:\n" + cluster.logTail(through),
                () -> run(cluster.endpoint(through), "put", key, value).exit() == 0);
    }

    private static void awaitSameHash() {
        Await.until(FAIL_OVER_LIMIT, () -> "the same hash on all: " + hashes(), () -> hashes().size() == 1);
    }

    private static Set<String> hashes() {
        Set<String> hashes = new HashSet<>();
        run(cluster.endpoints(), "endpoint", "hashkv")
                .ok()
                .lines()
                .forEach(line -> hashes.add(line.substring(line.indexOf(", "))));
        return hashes;
    }

    @Test
    @Order(1)
    void anyMemberTakesAnyRequest() {
        for (int writer = 0; writer < cluster.size(); writer++) {
            run(cluster.endpoint(writer), "put", "key" + writer, "value" + writer)
                    .ok();
            for (int reader = 0; reader < cluster.size(); reader++) {
                assertThat(get(reader, "key" + writer)).isEqualTo("value" + writer);
            }
        }
        assertThat(run(cluster.endpoint(0), "member", "list").ok().lines()).hasSize(3);
        assertThat(leaders()).hasSize(1);
        awaitSameHash();
    }

    @Test
    @Order(2)
    void leasesAreKeptThroughAnyMember() {
        String granted = run(cluster.endpoint(0), "lease", "grant", "100").ok().out();
        String lease = granted.split(" ")[1];
        for (int i = 0; i < cluster.size(); i++) {
            run(cluster.endpoint(i), "put", "leased" + i, "x", "--lease=" + lease)
                    .ok();
            assertThat(run(cluster.endpoint(i), "lease", "keep-alive", "--once", lease)
                            .ok()
                            .out())
                    .contains("TTL(100)");
            assertThat(run(cluster.endpoint(i), "lease", "timetolive", lease, "--keys")
                            .ok()
                            .out())
                    .contains("granted with TTL(100s)", "leased" + i);
            assertThat(run(cluster.endpoint(i), "lease", "list").ok().out()).contains(lease);
            assertThat(run(cluster.endpoint(i), "lock", "name" + i, "echo", "held")
                            .ok()
                            .out())
                    .contains("held");
        }
        run(cluster.endpoint(1), "lease", "revoke", lease).ok();
        for (int i = 0; i < cluster.size(); i++) {
            assertThat(get(i, "leased" + i)).isEmpty();
        }
    }

    @Test
    @Order(3)
    void aKilledLeaderIsReplacedAndCatchesUp() {
        int dead = awaitLeader();
        int other = (dead + 1) % cluster.size();
        cluster.kill(dead);
        awaitWrite(other, "after", "kill");
        assertThat(get((dead + 2) % cluster.size(), "after")).isEqualTo("kill");
        cluster.restart(dead);
        assertThat(get(dead, "after")).isEqualTo("kill");
        awaitSameHash();
    }

    @Test
    @Order(4)
    void aLeaderThatIsStoppedHandsOverFirst() {
        int leader = awaitLeader();
        int other = (leader + 1) % cluster.size();
        assertThat(cluster.stop(leader)).as("exit code of SIGTERM").isZero();
        assertThat(run(cluster.endpoint(other), "put", "after", "stop").exit())
                .as("the first write, without waiting for an election")
                .isZero();
        assertThat(awaitLeader()).isNotEqualTo(leader);
        cluster.restart(leader);
        assertThat(get(leader, "after")).isEqualTo("stop");
        awaitSameHash();
    }

    @Test
    @Tag("proof")
    @Order(5)
    void oneOfThreeWithoutTheOthersSaysWhatIsMissing() {
        int left = awaitLeader();
        cluster.kill((left + 1) % cluster.size());
        cluster.kill((left + 2) % cluster.size());
        Await.until(
                FAIL_OVER_LIMIT,
                () -> "no leader; status: " + run(cluster.endpoint(left), "endpoint", "status"),
                // Those that are down are not asked: each such question takes etcdctl seconds.
                () -> run(cluster.endpoint(left), "endpoint", "status").out().contains("etcdserver: no leader"));
        assertThat(run(cluster.endpoint(left), "get", "after", "--consistency=s")
                        .ok()
                        .lines())
                .as("a serializable read")
                .contains("stop");
        assertThat(run(cluster.endpoint(left), "put", "after", "alone").err()).contains("request timed out");
        assertThat(run(cluster.endpoint(left), "endpoint", "health").exit()).isNotZero();
        cluster.restart((left + 1) % cluster.size());
        awaitWrite(left, "after", "two");
        cluster.restart((left + 2) % cluster.size());
        assertThat(get((left + 2) % cluster.size(), "after")).isEqualTo("two");
        awaitSameHash();
    }
}
