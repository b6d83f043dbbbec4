/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.etcdctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kedge.dist.support.ServerExtension;
import io.kedge.grpc.proto.etcdserverpb.RangeResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** put, get, del, txn and compaction as people type them. */
final class EtcdctlKvIT {
    @RegisterExtension
    static final ServerExtension SERVER = new ServerExtension();

    private Etcdctl etcdctl;

    @BeforeEach
    void threeKeys() {
        etcdctl = new Etcdctl(SERVER.server());
        etcdctl.lines("del", "", "--from-key");
        etcdctl.lines("put", "fruit/a", "3");
        etcdctl.lines("put", "fruit/b", "1");
        etcdctl.lines("put", "fruit/c", "2");
        etcdctl.lines("put", "fruit/b", "1");
    }

    @Test
    void put_says_ok_and_shows_the_previous_pair_if_asked() {
        assertThat(etcdctl.lines("put", "k", "v1")).containsExactly("OK");
        assertThat(etcdctl.lines("put", "--prev-kv", "k", "v2")).containsExactly("OK", "k", "v1");
        assertThat(etcdctl.command("put", "k").input("from stdin").run().ok().lines())
                .containsExactly("OK");
        assertThat(etcdctl.lines("get", "k")).containsExactly("k", "from stdin");
    }

    @Test
    void put_may_keep_value_or_lease() {
        String lease = etcdctl.grant(100);
        etcdctl.lines("put", "--lease=" + lease, "k", "v1");
        etcdctl.lines("put", "--ignore-lease", "k", "v2");
        assertThat(etcdctl.text("lease", "timetolive", lease, "--keys")).contains("attached keys([k])");
        etcdctl.lines("put", "--ignore-value", "k");
        assertThat(etcdctl.lines("get", "k")).containsExactly("k", "v2");
        assertThat(etcdctl.text("lease", "timetolive", lease, "--keys")).contains("attached keys([])");
        assertThat(etcdctl.error("put", "--lease=123abc", "k", "v")).contains("requested lease not found");
        assertThat(etcdctl.error("put", "--ignore-value", "missing")).contains("etcdserver: key not found");
    }

    @Test
    void get_takes_ranges() {
        assertThat(etcdctl.lines("get", "fruit/a")).containsExactly("fruit/a", "3");
        assertThat(etcdctl.lines("get", "fruit/a", "fruit/c")).containsExactly("fruit/a", "3", "fruit/b", "1");
        assertThat(etcdctl.lines("get", "--prefix", "fruit/", "--keys-only"))
                .containsExactly("fruit/a", "", "fruit/b", "", "fruit/c", "");
        assertThat(etcdctl.lines("get", "--from-key", "fruit/b", "--print-value-only"))
                .containsExactly("1", "2");
        assertThat(etcdctl.lines("get", "--prefix", "")).hasSize(6);
        assertThat(etcdctl.lines("get", "fruit")).isEmpty();
        assertThat(etcdctl.lines("get", "--prefix", "fruit/", "--limit=2", "--print-value-only"))
                .containsExactly("3", "1");
        assertThat(etcdctl.lines("get", "--consistency=s", "fruit/c")).containsExactly("fruit/c", "2");
    }

    @Test
    void get_sorts() {
        assertThat(sorted("KEY", "DESCEND")).containsExactly("2", "1", "3");
        assertThat(sorted("VALUE", "ASCEND")).containsExactly("1", "2", "3");
        assertThat(sorted("VALUE", "DESCEND")).containsExactly("3", "2", "1");
        assertThat(sorted("MODIFY", "ASCEND")).containsExactly("3", "2", "1");
        assertThat(sorted("CREATE", "DESCEND")).containsExactly("2", "1", "3");
        assertThat(sorted("VERSION", "DESCEND").get(0)).isEqualTo("1");
    }

    @Test
    void get_reads_the_past() {
        long revision = etcdctl.revision();
        etcdctl.lines("put", "fruit/a", "new");
        etcdctl.lines("del", "fruit/b");
        assertThat(etcdctl.lines("get", "--prefix", "fruit/", "--print-value-only", "--rev=" + revision))
                .containsExactly("3", "1", "2");
        assertThat(etcdctl.error("get", "fruit/a", "--rev=" + (revision + 100)))
                .contains("required revision is a future revision");
    }

    @Test
    void get_writes_every_format() throws InvalidProtocolBufferException {
        String json = etcdctl.text("get", "fruit/b", "-w", "json");
        assertThat(json)
                .contains("\"key\":\"ZnJ1aXQvYg==\"", "\"version\":2", "\"value\":\"MQ==\"", "\"count\":1")
                .containsPattern("\"cluster_id\":\\d+,\"member_id\":\\d+,\"revision\":\\d+,\"raft_term\":\\d+");
        assertThat(etcdctl.lines("get", "fruit/b", "-w", "fields"))
                .contains("\"Key\" : \"fruit/b\"", "\"Value\" : \"1\"", "\"Version\" : 2", "\"Lease\" : 0")
                .contains("\"More\" : false", "\"Count\" : 1");
        assertThat(etcdctl.lines("get", "--prefix", "fruit/", "--limit=1", "-w", "fields"))
                .contains("\"More\" : true", "\"Count\" : 3");
        assertThat(etcdctl.lines("get", "fruit/b", "-w", "simple")).containsExactly("fruit/b", "1");
        assertThat(etcdctl.lines("get", "fruit/b", "--hex"))
                .containsExactly("\\x66\\x72\\x75\\x69\\x74\\x2f\\x62", "\\x31");
        RangeResponse reply = RangeResponse.parseFrom(
                etcdctl.command("get", "fruit/b", "-w", "protobuf").run().ok().outBytes());
        assertThat(reply.getKvs(0).getValue().toStringUtf8()).isEqualTo("1");
        assertThat(reply.getHeader().getMemberId()).isNotZero();
    }

    @Test
    void del_counts_and_shows_what_it_removed() {
        assertThat(etcdctl.lines("del", "--prev-kv", "fruit/a")).containsExactly("1", "fruit/a", "3");
        assertThat(etcdctl.lines("del", "fruit/a")).containsExactly("0");
        assertThat(etcdctl.lines("del", "--prefix", "fruit/")).containsExactly("2");
        etcdctl.lines("put", "x", "1");
        etcdctl.lines("put", "y", "1");
        etcdctl.lines("put", "z", "1");
        assertThat(etcdctl.lines("del", "x", "y")).containsExactly("1");
        assertThat(etcdctl.lines("del", "--from-key", "y")).containsExactly("2");
        assertThat(etcdctl.lines("get", "--prefix", "")).isEmpty();
    }

    @Test
    void txn_takes_the_branch_that_its_compares_choose() {
        String right = "value(\"fruit/a\") = \"3\"\nversion(\"fruit/b\") > \"1\"\n\nput fruit/a 4\nget fruit/a\n\n"
                + "del fruit/a\n\n";
        assertThat(txn(right)).containsSubsequence("SUCCESS", "OK", "fruit/a", "4");
        assertThat(txn(right)).containsSubsequence("FAILURE", "1");
        assertThat(etcdctl.lines("get", "fruit/a")).isEmpty();
        String created = "create(\"lock\") = \"0\"\n\nput lock mine\n\nget lock\n\n";
        assertThat(txn(created)).containsSubsequence("SUCCESS", "OK");
        assertThat(txn(created)).containsSubsequence("FAILURE", "lock", "mine");
        long revision = etcdctl.revision();
        assertThat(txn("mod(\"lock\") = \"" + revision + "\"\n\ndel lock\n\n\n"))
                .containsSubsequence("SUCCESS", "1");
        assertThat(etcdctl.command("txn", "-i")
                        .input("\nget fruit/b\n\n\n")
                        .run()
                        .ok()
                        .out())
                .contains("compares:", "success requests (get, put, del):", "SUCCESS", "fruit/b");
        assertThat(etcdctl.command("txn")
                        .input("\nput a 1\nput a 2\n\n\n")
                        .run()
                        .err())
                .contains("etcdserver: duplicate key given in txn request");
    }

    @Test
    void compaction_takes_the_past_away_once() {
        long revision = etcdctl.revision();
        assertThat(etcdctl.lines("compaction", Long.toString(revision)))
                .containsExactly("compacted revision " + revision);
        assertThat(etcdctl.error("compaction", Long.toString(revision)))
                .contains("etcdserver: mvcc: required revision has been compacted");
        assertThat(etcdctl.error("get", "fruit/a", "--rev=" + (revision - 1)))
                .contains("etcdserver: mvcc: required revision has been compacted");
        assertThat(etcdctl.lines("get", "fruit/a", "--rev=" + revision)).containsExactly("fruit/a", "3");
        assertThat(etcdctl.error("compaction", Long.toString(revision + 100)))
                .contains("etcdserver: mvcc: required revision is a future revision");
        etcdctl.lines("put", "fruit/a", "5");
        long newer = etcdctl.revision();
        assertThat(etcdctl.lines("compaction", "--physical", Long.toString(newer)))
                .containsExactly("compacted revision " + newer);
    }

    private List<String> sorted(String by, String order) {
        return etcdctl.lines("get", "--prefix", "fruit/", "--print-value-only", "--sort-by=" + by, "--order=" + order);
    }

    private List<String> txn(String input) {
        return etcdctl.command("txn").input(input).run().ok().lines();
    }
}
