/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.Outcome;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.GrpcStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same random requests in JSON to the gateways of a real etcd and of the server under test must get the same status
 * and the same JSON, up to ids, term and what node/docs/differences.md lists. Options as of {@link DifferentialIT}.
 */
final class GatewayDifferentialIT {
    private static final int REQUESTS_DEFAULT = 300;
    private static final int REQUESTS_IN_FULL = 2_000;
    private static final String FAILED_PRECONDITION = "gateway-failed-precondition";
    private static final Path TABLES = Path.of(System.getProperty("basedir", "."), "../docs/differences.md");

    private final long seed = Long.getLong("kedge.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final ServerBinary reference = ServerBinary.reference();
    private final ServerBinary tested = ServerBinary.underTest();
    private final Differences differences = new Differences(TABLES, reference, tested);
    private final Map<String, Differences.Row> rows = new LinkedHashMap<>();
    private final Set<String> usedRows = new HashSet<>();
    private final Map<String, Integer> asked = new LinkedHashMap<>();
    private final Knowledge known = new Knowledge();
    private final GatewayJson writer = new GatewayJson(random);
    private final List<String> trail = new ArrayList<>();
    private int successes;

    GatewayDifferentialIT() {
        Differences.read(TABLES, "gateway id").forEach(row -> rows.put(row.id(), row));
    }

    @Test
    void answers_random_json_as_etcd_does() {
        compare(Integer.getInteger("kedge.requests", REQUESTS_DEFAULT));
    }

    @Test
    @Tag("proof")
    void answers_every_kind_of_json_as_etcd_does() {
        compare(Integer.getInteger("kedge.requests", REQUESTS_IN_FULL));
    }

    private void compare(int requests) {
        System.out.println(
                "gateways of " + reference + " and " + tested + ": " + requests + " requests, -Dkedge.seed=" + seed);
        CompletableFuture<ServerUnderTest> second =
                CompletableFuture.supplyAsync(() -> ServerUnderTest.startInMemory(tested), Background.POOL);
        try (GatewaySide first = side(ServerUnderTest.startInMemory(reference));
                GatewaySide other = side(second.join())) {
            RequestGenerator generator = new RequestGenerator(random, known, reference);
            for (int done = 0; done < requests; ) {
                done += random.nextInt(6) == 0 ? quirk(first, other) : step(generator.next(), first, other);
            }
        }
        System.out.println("asked: " + asked);
        System.out.println("successes: " + successes + ", rows used: " + usedRows.size() + " of " + rows.size());
        assertThat(successes).isGreaterThan(requests * 2 / 5);
        if (requests >= REQUESTS_IN_FULL) {
            assertThat(usedRows).as("rows of differences.md that were used").isEqualTo(rows.keySet());
        }
    }

    private GatewaySide side(ServerUnderTest server) {
        return new GatewaySide(
                server, Integer.parseInt(rows.get(FAILED_PRECONDITION).behaviour(server.binary())));
    }

    /** How many requests it was: steps of watches are not for here. */
    private int step(Step step, GatewaySide first, GatewaySide other) {
        String version = random.nextInt(4) == 0 ? "/v3beta" : "/v3";
        if (step instanceof Step.Call call) {
            String path = GatewayPath.of(call.request());
            if (path == null) {
                return 0;
            }
            String json = writer.of(call.request());
            both(path, json, step, first, other, side -> side.call(version + path, json, call.request()));
            return 1;
        } else if (step instanceof Step.KeepAlive renewal) {
            String json =
                    "{\"ID\":" + (random.nextBoolean() ? renewal.leaseId() : "\"" + renewal.leaseId() + "\"") + "}";
            String path = GatewayPath.KEEP_ALIVE;
            both(path, json, step, first, other, side -> side.keepAlive(version + path, json));
            return 1;
        } else if (step instanceof Step.GrantAnonymous grant) {
            both("/lease/grant", "", step, first, other, side -> side.grantAnonymous(version, grant.ttlSeconds()));
            return 1;
        }
        return 0;
    }

    private void both(
            String path,
            String json,
            Step step,
            GatewaySide first,
            GatewaySide other,
            Function<GatewaySide, Outcome> asking) {
        note(path, json);
        Outcome expected = asking.apply(first);
        Outcome actual = asking.apply(other);
        if (!expected.equals(actual) && !differences.allows(step, expected, actual)) {
            throw failure("reference: " + expected + "\ntested:    " + actual, other);
        }
        successes += expected.ok() ? 1 : 0;
        if (expected.status() == GrpcStatus.FAILED_PRECONDITION) {
            usedRows.add(FAILED_PRECONDITION);
        }
        known.learn(step, expected);
    }

    private int quirk(GatewaySide first, GatewaySide other) {
        GatewayQuirk[] quirks = GatewayQuirk.values();
        GatewayQuirk quirk = quirks[random.nextInt(quirks.length)];
        note(quirk.name(), quirk.text());
        GatewaySide.Answer expected = judged(quirk, first);
        GatewaySide.Answer actual = judged(quirk, other);
        if (expected.status() == 200 && actual.status() == 200 && quirk.path().equals("/kv/range")) {
            assertThat(new JsonObject(actual.body()).getString("count"))
                    .isEqualTo(new JsonObject(expected.body()).getString("count"));
        }
        return 1;
    }

    /** The row says what this server does: takes it, refuses it, or the status. */
    private GatewaySide.Answer judged(GatewayQuirk quirk, GatewaySide side) {
        GatewaySide.Answer answer = side.ask(quirk.verb(), "/v3" + quirk.path(), quirk.body());
        String behaviour = "refused";
        if (!quirk.id().isEmpty()) {
            Differences.Row row = rows.get(quirk.id());
            assertThat(row).as("row " + quirk.id()).isNotNull();
            behaviour = row.behaviour(side.server().binary());
            usedRows.add(quirk.id());
        }
        int wanted =
                switch (behaviour) {
                    case "taken" -> 200;
                    case "refused" -> 400;
                    default -> Integer.parseInt(behaviour);
                };
        if (answer.status() != wanted) {
            throw failure(side.server().binary() + " is said to answer " + wanted + " and answered " + answer, side);
        }
        return answer;
    }

    private void note(String kind, String json) {
        asked.merge(kind, 1, Integer::sum);
        trail.add(kind + " " + (json.length() > 2000 ? json.substring(0, 2000) + "…" : json));
    }

    private AssertionError failure(String what, GatewaySide side) {
        int from = Math.max(0, trail.size() - 5);
        return new AssertionError("-Dkedge.seed=" + seed + " request " + trail.size() + "\n" + what + "\nafter\n"
                + String.join("\n", trail.subList(from, trail.size())) + "\n"
                + side.server().logTail(10));
    }
}
