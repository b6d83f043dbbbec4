/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.etcdctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Command;
import io.kedge.dist.support.ServerExtension;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators run: endpoint, member, defrag, alarm and check. */
final class EtcdctlOperatorIT {
    @RegisterExtension
    static final ServerExtension SERVER = new ServerExtension();

    private Etcdctl etcdctl;

    @BeforeEach
    void open() {
        etcdctl = new Etcdctl(SERVER.server());
        etcdctl.lines("put", "some", "thing");
    }

    @Test
    void endpoint_health() {
        Command.Result simple = etcdctl.command("endpoint", "health").run().ok();
        assertThat(simple.out() + simple.err()).contains(" is healthy: successfully committed proposal: took = ");
        assertThat(etcdctl.text("endpoint", "health", "-w", "json"))
                .contains("\"endpoint\":\"" + SERVER.server().endpoint() + "\",\"health\":true");
        assertThat(etcdctl.text("endpoint", "health", "-w", "table")).containsPattern("ENDPOINT.*HEALTH");
        assertThat(etcdctl.command("endpoint", "health", "--cluster").run().ok().exit())
                .isZero();
    }

    @Test
    void endpoint_status() {
        String json = etcdctl.text("endpoint", "status", "-w", "json");
        String member = Etcdctl.find("\"member_id\":(\\d+)", json);
        assertThat(Etcdctl.find("\"leader\":(\\d+)", json)).isEqualTo(member);
        assertThat(Etcdctl.find("\"version\":\"(\\d+\\.\\d+\\.\\d+)\"", json)).startsWith("3.");
        assertThat(Long.parseLong(Etcdctl.find("\"dbSize\":(\\d+)", json))).isPositive();
        assertThat(Long.parseLong(Etcdctl.find("\"dbSizeInUse\":(\\d+)", json))).isPositive();
        assertThat(Long.parseLong(Etcdctl.find("\"raftIndex\":(\\d+)", json))).isPositive();
        assertThat(Long.parseLong(Etcdctl.find("\"raftAppliedIndex\":(\\d+)", json)))
                .isPositive();
        assertThat(Long.parseLong(Etcdctl.find("\"raftTerm\":(\\d+)", json))).isPositive();
        String table = etcdctl.text("endpoint", "status", "-w", "table");
        assertThat(table)
                .containsPattern("ENDPOINT.* ID .*VERSION.*DB SIZE.*IS LEADER.*IS LEARNER.*RAFT TERM.*RAFT INDEX")
                .contains(Long.toHexString(Long.parseUnsignedLong(member)));
        assertThat(etcdctl.text("endpoint", "status", "--cluster"))
                .contains(SERVER.server().endpoint());
    }

    @Test
    void endpoint_hashkv_changes_with_the_keys_only() {
        String before = hash();
        assertThat(hash()).isEqualTo(before);
        etcdctl.lines("put", "some", "other thing");
        assertThat(hash()).isNotEqualTo(before);
        assertThat(etcdctl.text("endpoint", "hashkv", "-w", "table")).containsPattern("ENDPOINT.*HASH");
    }

    @Test
    void member_list() {
        String member = Etcdctl.find("\"member_id\":(\\d+)", etcdctl.text("get", "some", "-w", "json"));
        String hex = Long.toHexString(Long.parseUnsignedLong(member));
        assertThat(etcdctl.text("member", "list"))
                .startsWith(hex + ", started, solo, http://127.0.0.1:")
                .contains(", " + SERVER.server().endpoint() + ", false");
        assertThat(etcdctl.text("member", "list", "-w", "json"))
                .contains("\"ID\":" + member, "\"name\":\"solo\"", "\"peerURLs\":[\"http://127.0.0.1:");
        assertThat(etcdctl.text("member", "list", "-w", "table")).containsPattern("STATUS.*NAME.*PEER ADDRS");
    }

    @Test
    void defrag_keeps_the_data() {
        assertThat(etcdctl.text("defrag"))
                .contains(
                        "Finished defragmenting etcd member[" + SERVER.server().endpoint() + "]");
        assertThat(etcdctl.lines("get", "some")).first().isEqualTo("some");
    }

    @Test
    void alarms_are_none() {
        assertThat(etcdctl.text("alarm", "list")).isEmpty();
        assertThat(etcdctl.text("alarm", "disarm")).isEmpty();
    }

    /** Takes a minute: the length of the check is etcdctl's. */
    @Test
    @Tag("proof")
    void check_perf_comes_to_a_verdict() {
        Command.Result result = etcdctl.command("check", "perf", "--load=s")
                .limit(Duration.ofSeconds(120))
                .run();
        assertThat(result.out()).containsPattern("(PASS|FAIL): Throughput|(PASS|FAIL).*[Tt]hroughput");
        assertThat(etcdctl.lines("get", "--prefix", "/etcdctl-check-perf/", "--limit=1"))
                .isEmpty();
    }

    private String hash() {
        return Etcdctl.find("\"hash\":(\\d+)", etcdctl.text("endpoint", "hashkv", "-w", "json"));
    }
}
