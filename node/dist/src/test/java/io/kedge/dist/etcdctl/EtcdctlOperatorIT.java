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

    /** A learner only: who is alone and lets a voter in waits for it with every write. */
    @Test
    void members_are_added_updated_and_removed() {
        String own = Etcdctl.find("^([0-9a-f]+), started", etcdctl.text("member", "list"));
        String added = etcdctl.text("member", "add", "l", "--learner", "--peer-urls=http://127.0.0.1:1");
        String learner = Etcdctl.find("Member +([0-9a-f]+) added to cluster", added);
        assertThat(added)
                .contains("ETCD_NAME=\"l\"", "ETCD_INITIAL_CLUSTER_STATE=\"existing\"")
                .containsPattern("ETCD_INITIAL_CLUSTER=\".*l=http://127.0.0.1:1[,\"]");
        assertThat(etcdctl.error("member", "add", "m", "--learner", "--peer-urls=http://127.0.0.1:2"))
                .contains("Error: etcdserver: too many learner members in cluster");
        assertThat(etcdctl.error("member", "add", "m", "--peer-urls=http://127.0.0.1:1"))
                .contains("Error: etcdserver: Peer URLs already exists");
        assertThat(etcdctl.error("member", "promote", learner))
                .contains("Error: etcdserver: can only promote a learner member which is in sync with leader");
        assertThat(etcdctl.error("member", "promote", own))
                .contains("Error: etcdserver: can only promote a learner member");
        assertThat(etcdctl.text("member", "update", learner, "--peer-urls=http://127.0.0.1:3"))
                .containsPattern("Member +" + learner + " updated in cluster");
        assertThat(etcdctl.text("member", "list")).contains(learner + ", unstarted, , http://127.0.0.1:3, , true");
        assertThat(etcdctl.text("member", "remove", learner))
                .containsPattern("Member +" + learner + " removed from cluster");
        assertThat(etcdctl.error("member", "remove", learner)).contains("Error: etcdserver: member not found");
        assertThat(etcdctl.error("member", "remove", own))
                .contains("Error: etcdserver: re-configuration failed due to not enough started members");
        assertThat(etcdctl.text("member", "list")).startsWith(own).doesNotContain(learner);
    }

    @Test
    void leadership_moves_to_members_only() {
        String own = Etcdctl.find("^([0-9a-f]+), started", etcdctl.text("member", "list"));
        assertThat(etcdctl.text("move-leader", own)).contains("Leadership transferred from " + own + " to " + own);
        assertThat(etcdctl.error("move-leader", "1234")).contains("Error: etcdserver: bad leader transferee");
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
