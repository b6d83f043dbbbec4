/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KvTest {

    private static TestServer server;
    private static KedgeClient client;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        client = server.client();
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
            server.close();
        }
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }

    @Test
    void putThenGetGivesTheValueAndItsRevisions() {
        PutResult first = get(client.kv().put("kv/a", "1"));
        PutResult second = get(client.kv()
                .put(Bytes.of("kv/a"), Bytes.of("2"), PutOptions.defaults().withPrevious(true)));
        KeyValue found = get(client.kv().get("kv/a")).orElseThrow();

        assertThat(first.previous()).isEmpty();
        assertThat(second.previous()).map(KeyValue::value).contains(Bytes.of("1"));
        assertThat(found)
                .isEqualTo(new KeyValue(Bytes.of("kv/a"), Bytes.of("2"), first.revision(), second.revision(), 2, 0));
        assertThat(get(client.kv().get("kv/none"))).isEqualTo(Optional.empty());
    }

    @Test
    void rangesFollowTheirOptions() {
        for (String key : List.of("range/a", "range/b", "range/c", "rangf")) {
            get(client.kv().put(key, "v" + key));
        }
        RangeResult two = get(client.kv()
                .getRange(KeyRange.prefix("range/"), GetOptions.defaults().withLimit(2)));
        assertThat(two.keyValues()).extracting(kv -> kv.key().toString()).containsExactly("range/a", "range/b");
        assertThat(two.more()).isTrue();
        assertThat(two.count()).isEqualTo(3);

        RangeResult down = get(client.kv()
                .getRange(
                        KeyRange.prefix("range/"),
                        GetOptions.defaults().withKeysOnly(true).withOrder(GetOptions.Order.KEY_DESCENDING)));
        assertThat(down.keyValues())
                .extracting(kv -> kv.key().toString())
                .containsExactly("range/c", "range/b", "range/a");
        assertThat(down.keyValues()).allMatch(kv -> kv.value().isEmpty());

        RangeResult count = get(client.kv()
                .getRange(KeyRange.from("range/b"), GetOptions.defaults().withCountOnly(true)));
        assertThat(count.count()).isEqualTo(3);
        assertThat(count.keyValues()).isEmpty();
    }

    @Test
    void deleteTellsWhatItDeleted() {
        get(client.kv().put("del/a", "1"));
        get(client.kv().put("del/b", "2"));
        DeleteResult deleted = get(client.kv().delete(KeyRange.prefix("del/"), true));
        assertThat(deleted.deleted()).isEqualTo(2);
        assertThat(deleted.previous()).extracting(KeyValue::value).containsExactly(Bytes.of("1"), Bytes.of("2"));
        assertThat(get(client.kv().delete("del/a")).deleted()).isZero();
    }

    @Test
    void txnRunsTheBranchItsComparesChoose() {
        Bytes key = Bytes.of("txn/a");
        Uni<TxnResult> create = client.kv()
                .txn()
                .when(Compare.missing(key))
                .then(Op.put("txn/a", "made"))
                .otherwise(Op.get("txn/a"))
                .commit();
        TxnResult made = get(create);
        TxnResult refused = get(create);

        assertThat(made.succeeded()).isTrue();
        assertThat(made.results()).singleElement().isInstanceOf(PutResult.class);
        assertThat(refused.succeeded()).isFalse();
        RangeResult seen = (RangeResult) refused.results().get(0);
        assertThat(seen.keyValues()).extracting(KeyValue::value).containsExactly(Bytes.of("made"));

        TxnResult several = get(client.kv()
                .txn()
                .when(
                        Compare.value(key, Compare.Relation.EQUAL, Bytes.of("made")),
                        Compare.version(key, Compare.Relation.LESS, 2),
                        Compare.modRevision(key, Compare.Relation.EQUAL, made.revision()),
                        Compare.createRevision(key, Compare.Relation.NOT_EQUAL, 1),
                        Compare.lease(key, Compare.Relation.EQUAL, 0))
                .then(Op.delete("txn/a"), Op.get("txn/a"))
                .commit());
        assertThat(several.succeeded()).isTrue();
        assertThat(((DeleteResult) several.results().get(0)).deleted()).isEqualTo(1);
        assertThat(((RangeResult) several.results().get(1)).count()).isZero();
    }

    @Test
    void failuresCarryACodeAndTheServersText() {
        assertFails(client.kv().put("", "x"), ErrorCode.EMPTY_KEY, "etcdserver: key is not provided");
        assertFails(
                client.kv()
                        .put(Bytes.of("k"), Bytes.EMPTY, PutOptions.defaults().withLease(4711)),
                ErrorCode.LEASE_NOT_FOUND,
                "etcdserver: requested lease not found");
        assertFails(
                client.kv().getRange(KeyRange.all(), GetOptions.defaults().withRevision(1L << 40)),
                ErrorCode.FUTURE_REVISION,
                "etcdserver: mvcc: required revision is a future revision");
        assertFails(
                client.kv().txn().then(Op.put("d", "1"), Op.put("d", "2")).commit(),
                ErrorCode.DUPLICATE_KEY,
                "etcdserver: duplicate key given in txn request");
        assertFails(
                client.kv().put(Bytes.of("big"), Bytes.of(new byte[1_600_000])),
                ErrorCode.TOO_LARGE,
                "etcdserver: request is too large");
        assertFails(
                client.kv().put(Bytes.of("big"), Bytes.of(new byte[3 << 20])),
                ErrorCode.TOO_LARGE,
                "request of 3145738 bytes is above the limit of 2097152");
    }

    @Test
    void largeAnswersComeWhole() {
        byte[] megabyte = new byte[1 << 20];
        for (int i = 0; i < 6; i++) {
            get(client.kv().put(Bytes.of("large/" + i), Bytes.of(megabyte)));
        }
        RangeResult all = get(client.kv().getRange(KeyRange.prefix("large/")));
        assertThat(all.keyValues()).hasSize(6).allMatch(kv -> kv.value().size() == megabyte.length);
    }

    @Test
    void compactedRevisionsAreRefused() {
        long revision = get(client.kv().put("compact", "1")).revision();
        long later = get(client.kv().put("compact", "2")).revision();
        get(client.kv().compact(later));
        assertFails(
                client.kv()
                        .getRange(
                                KeyRange.single("compact"),
                                GetOptions.defaults().withRevision(revision)),
                ErrorCode.COMPACTED,
                "etcdserver: mvcc: required revision has been compacted");
    }

    @Test
    void statusNamesTheLeader() {
        ServerStatus status = get(client.maintenance().status());
        assertThat(status.isLeader()).isTrue();
        assertThat(status.version()).startsWith("3.");
        assertThat(status.dbBytes()).isPositive();
    }

    private static void assertFails(Uni<?> call, ErrorCode code, String text) {
        assertThatThrownBy(() -> get(call)).isInstanceOfSatisfying(KedgeClientException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.text()).isEqualTo(text);
        });
    }
}
