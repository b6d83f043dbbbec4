/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.benchmarks.h2.Rpc;
import io.kedge.benchmarks.load.FixedRequest;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is read from h2load and servers, and what is written into the table. */
class CompareFormsTest {

    private static final String H2LOAD = """
            starting benchmark...
            Application protocol: h2c

            finished in 4.00s, 31446.50 req/s, 1.93MB/s
            requests: 125786 total, 126786 started, 125786 done, 125780 succeeded, 4 failed, 2 errored, 0 timeout
            status codes: 125786 2xx, 0 3xx, 0 4xx, 0 5xx
                                 min         max         mean         sd        +/- sd
            time for request:     2.60ms     91.49ms     31.38ms     11.91ms    68.10%
            """;

    @Test
    void h2loadIsRead() throws IOException {
        assertThat(H2Load.parse(H2LOAD)).isEqualTo(new H2Load.Result(31446.5, 125780, 6, 31380));
        assertThat(H2Load.parse(H2LOAD.replace("31.38ms", "738us")).meanMicros())
                .isEqualTo(738);
        assertThatThrownBy(() -> H2Load.parse("no such host")).hasMessage("h2load said: no such host");
    }

    @Test
    void fixedBodiesAreOneFrame() {
        assertThat(FixedRequest.frame(Rpc.PUT)).hasSize(5 + 2 + 15 + 2 + 64).startsWith(0, 0, 0, 0, 83);
        assertThat(FixedRequest.frame(Rpc.RANGE)).hasSize(5 + 2 + 15);
        assertThatThrownBy(() -> FixedRequest.frame(Rpc.WATCH)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void healthIsReadFromOldAndNewServers() {
        assertThat(Health.saysHealthy("HTTP/1.1 200 OK\r\n\r\n{\"health\":\"true\"}"))
                .isTrue();
        assertThat(Health.saysHealthy("HTTP/1.1 200 OK\r\n\r\n{\"health\":\"true\",\"reason\":\"\"}"))
                .isTrue();
        assertThat(Health.saysHealthy("HTTP/1.1 503 Service Unavailable\r\n\r\n{\"health\":\"false\"}"))
                .isFalse();
    }

    @Test
    void medianIsTheMiddle() {
        assertThat(Samples.median(new double[] {3, 1, 2})).isEqualTo(2);
        assertThat(Samples.median(new double[] {4, 1})).isEqualTo(2.5);
        assertThat(Samples.median(new double[0])).isNaN();
    }

    @Test
    void aLineHasMediansSpreadAndVerdict() {
        Samples samples = new Samples();
        double[] ours = {3000, 2000, 2500};
        for (double rate : ours) {
            samples.add("put", "Kedge", new Measurement(rate, 30, 2, 1500, 9000, 0));
            samples.add("put", "etcd", new Measurement(1000, 60, 2, 3000, 20000, 0));
        }
        Table table = new Table(samples, "Kedge", "etcd");
        assertThat(table.line(new Row("put", "put c10m10", "/s", Aim.atLeastTimes(1.5))))
                .isEqualTo("| put c10m10 | 2,500/s | 1,000/s | 2.50 (2.00..3.00) | >= 1.5x | PASS "
                        + "| 30.0 / 60.0 | 2.0 / 2.0 | 1.50 / 3.00 | 9.00 / 20.00 |");
        assertThat(table.line(new Row("put", "put", "/s", Aim.atLeastTimes(3)))).contains("| MISS |");
        assertThat(table.line(new Row("put", "put", "/s", null))).contains("|  |  |");
        assertThat(table.line(new Row("gone", "gone", "s", Aim.atMost(1.2)))).contains("<= 1.2 s | not measured");
    }

    @Test
    void errorsSpoilAVerdictAndAreShown() {
        Samples samples = new Samples();
        samples.add("put", "Kedge", new Measurement(3000, 30, 2, 1500, 9000, 7));
        samples.add("put", "etcd", new Measurement(1000, 60, 2, 3000, 20000, 0));
        String line = new Table(samples, "Kedge", "etcd").line(new Row("put", "put", "/s", Aim.atLeastTimes(1)));
        assertThat(line).contains("3,000/s (7 errors)").contains("| MISS |");
    }

    @Test
    void onlyMeasuredRowsAreInTheTable() {
        Samples samples = new Samples();
        samples.add("ready", "Kedge", Measurement.ofValue(0.9));
        samples.add("ready", "etcd", Measurement.ofValue(0.6));
        Row other = new Row("other", "other", "/s", null);
        String table = new Table(samples, "Kedge", "etcd").render(List.of(Plan.READY, other));
        assertThat(table.lines()).hasSize(3);
        assertThat(table).contains("| 0.90 s | 0.60 s | 1.50 (1.50..1.50) | <= 1.2 s | PASS |");
    }

    @Test
    void rowsAndStepsHaveNamesOfTheirOwn() {
        List<Group<RunningServer>> groups = Plan.groups(1000);
        Stream<String> rows = groups.stream()
                .flatMap(group -> group.steps().stream())
                .flatMap(step -> step.rows().stream())
                .map(Row::id);
        assertThat(rows).doesNotHaveDuplicates().hasSizeGreaterThan(25);
    }

    @Test
    void rowsOfClustersHaveNamesAndTheirAims() {
        List<Row> rows = ClusterPlan.groups(1024).stream()
                .flatMap(group -> group.steps().stream())
                .flatMap(step -> step.rows().stream())
                .toList();
        assertThat(rows).extracting(Row::id).doesNotHaveDuplicates();
        assertThat(rows)
                .filteredOn(row -> row.id().startsWith("put-") && row.unit().equals("/s"))
                .hasSize(8)
                .allMatch(row -> Aim.atLeastTimes(1.3).equals(row.aim()));
        assertThat(rows)
                .filteredOn(row -> row.id().startsWith("range-"))
                .hasSize(4)
                .allMatch(row -> Aim.atLeastTimes(2).equals(row.aim()));
        assertThat(rows).contains(new Row("fail-over", "fail-over, median", "s", Aim.atMostTimes(1)));
    }

    @Test
    void percentilesOfFailOversAreRounds() {
        double[] sorted = java.util.stream.IntStream.rangeClosed(1, 20)
                .mapToDouble(i -> i)
                .toArray();
        FailOver.Times times = new FailOver.Times(sorted);
        assertThat(times.median()).isEqualTo(10.5);
        assertThat(times.percentile(90)).isEqualTo(18);
        assertThat(times.percentile(100)).isEqualTo(20);
    }

    @Test
    void rowsAreChosenByNameAndByBeginning() {
        List<Group<RunningServer>> groups = Plan.groups(1000);
        assertThat(ids(new Choice(List.of("put-c10m100", "lease"), false, true).of(groups)))
                .containsExactly("put-c10m100", "lease");
        assertThat(ids(new Choice(List.of("txn"), false, true).of(groups)))
                .containsExactly("txn-c10m10", "txn-c10m100");
        assertThat(ids(new Choice(List.of("watch-1000"), false, true).of(groups)))
                .containsExactly("watch-1000", "watch-1000-one-key");
        assertThat(ids(new Choice(List.of(), false, false).of(groups)))
                .noneMatch(id -> id.startsWith("h2load"))
                .doesNotContain("watch-100");
        assertThat(ids(new Choice(List.of(), true, true).of(groups))).contains("watch-100", "h2load-put-c1m1");
        assertThat(new Choice(List.of("nothing"), false, true).of(groups)).isEmpty();
    }

    @Test
    void laterRoundsAreShortenedToFit() {
        assertThat(Pace.of(20, 2, 6, 2)).isEqualTo(1);
        assertThat(Pace.of(14, 2, 8, 1)).isEqualTo(0.75);
        assertThat(Pace.of(2, 1, 8, 3)).isLessThan(Pace.LEAST);
    }

    private static List<String> ids(List<Group<RunningServer>> groups) {
        return groups.stream()
                .flatMap(group -> group.steps().stream())
                .map(Step::id)
                .toList();
    }
}
