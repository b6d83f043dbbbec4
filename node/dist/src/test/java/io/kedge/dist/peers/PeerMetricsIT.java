/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.metrics.Exposition;
import io.kedge.dist.metrics.LeftOutMeters;
import io.kedge.dist.support.Await;
import io.kedge.dist.support.ServerBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What three members tell of each other has the names, types and labels that etcd's three have. */
final class PeerMetricsIT {
    /** Of etcd, and there only after its first probe, half a minute after the start, or after a first failure. */
    private static final Map<String, String> LATER = Map.of(
            "etcd_network_peer_round_trip_time_seconds", "histogram[To] with 15 bounds",
            "etcd_network_peer_sent_failures_total", "counter[To]",
            "etcd_network_peer_received_failures_total", "counter[From]");

    @TempDir
    Path folder;

    @Test
    void metersAreThoseOfEtcd() throws IOException {
        Map<String, Exposition.Family> wanted = families(ServerBinary.reference(), "reference");
        Map<String, Exposition.Family> found = families(ServerBinary.underTest(), "tested");
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        LeftOutMeters leftOut = LeftOutMeters.read();
        for (Map.Entry<String, Exposition.Family> family : wanted.entrySet()) {
            Exposition.Family own = found.get(family.getKey());
            boolean isLeftOut = leftOut.contains(family.getKey());
            if (!isLeftOut && !family.getValue().equals(own)) {
                wrong.add(family.getKey() + " is " + family.getValue() + ", here " + own);
            }
            compared += isLeftOut ? 0 : 1;
        }
        LATER.forEach((name, family) -> {
            if (!String.valueOf(found.get(name)).startsWith(family)) {
                wrong.add(name + " is " + family + ", here " + found.get(name));
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(compared).as("meters of members compared").isGreaterThan(15);
    }

    @Test
    void metersCountWhatGoesBetweenMembers() {
        List<Member> members = started(ServerBinary.underTest(), "counted");
        try {
            Member leader = members.stream()
                    .filter(member -> values(member).get("etcd_server_is_leader") == 1)
                    .findFirst()
                    .orElseThrow();
            Map<String, Double> before = values(leader);
            leader.etcdctl("put", "key", "x".repeat(10_000)).ok();
            Await.until(Member.LIMIT, () -> "bytes of the put, twice; " + values(leader), () -> {
                Map<String, Double> after = values(leader);
                return sum(after, "etcd_network_peer_sent_bytes_total{")
                        > sum(before, "etcd_network_peer_sent_bytes_total{") + 20_000;
            });
            assertThat(sum(values(leader), "etcd_network_active_peers{")).isEqualTo(2);
            assertThat(sum(values(leader), "etcd_network_known_peers{")).isEqualTo(3);
            assertThat(sum(values(leader), "etcd_network_peer_round_trip_time_seconds_count{"))
                    .isPositive();
            Member other = members.get(members.indexOf(leader) == 0 ? 1 : 0);
            other.kill();
            Await.until(
                    Member.LIMIT,
                    () -> "a peer less; " + values(leader),
                    () -> sum(values(leader), "etcd_network_active_peers{") == 1
                            && sum(values(leader), "etcd_network_peer_sent_failures_total{") > 0
                            && sum(values(leader), "kedge_peer_unreachable_total{") > 0);
        } finally {
            Member.closeAll(members);
        }
    }

    private List<Member> started(ServerBinary binary, String subfolder) {
        try {
            Path own = Files.createDirectories(folder.resolve(subfolder));
            List<Member> members = Member.several(binary, own, 3, "http");
            members.forEach(member -> member.launch(Member.initialCluster(members)));
            members.forEach(Member::awaitHealthy);
            return members;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Those of the network and of the server's role, of all members together. */
    private Map<String, Exposition.Family> families(ServerBinary binary, String subfolder) throws IOException {
        List<Member> members = started(binary, subfolder);
        try {
            Map<String, Exposition.Family> all = new TreeMap<>();
            for (Member member : members) {
                Exposition told = Exposition.parse(text(member));
                assertThat(told.strange()).as("lines that are no samples").isEmpty();
                told.families().forEach((name, family) -> {
                    if (name.startsWith("etcd_network_") || name.startsWith("etcd_server_")) {
                        all.put(name, family);
                    }
                });
            }
            return all;
        } finally {
            Member.closeAll(members);
        }
    }

    private static String text(Member member) {
        try {
            return member.get("/metrics").body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Double> values(Member member) {
        Map<String, Double> values = new TreeMap<>();
        text(member)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .forEach(line -> {
                    int blank = line.lastIndexOf(' ');
                    values.put(line.substring(0, blank), Double.parseDouble(line.substring(blank + 1)));
                });
        return values;
    }

    private static double sum(Map<String, Double> values, String prefix) {
        return values.entrySet().stream()
                .filter(each -> each.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
