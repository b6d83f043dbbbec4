/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.ServerUnderTest;
import io.kedge.dist.support.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same random v2 requests to a real etcd and to Kedge get the same replies but for the rows of
 * node/docs/http-v2.md, each of which is shown to be true. -Dkedge.seed repeats a run, -Dkedge.requests sets its
 * length.
 */
class V2DifferentialIT {

    private static final int REQUESTS_DEFAULT = 500;
    private static final int REQUESTS_IN_FULL = 20_000;
    private static final int LAST_STEPS = 12;

    private static ServerUnderTest etcdServer;
    private static ServerUnderTest kedgeServer;
    private static V2Client etcd;
    private static V2Client kedge;

    private final long seed = Long.getLong("kedge.seed", System.nanoTime());
    private final V2Differences differences = new V2Differences();
    private final V2Comparison comparison = new V2Comparison(differences);
    private final V2RandomRequests requests = new V2RandomRequests(seed);
    private final List<String> lastSteps = new ArrayList<>();

    @BeforeAll
    static void start() {
        ServerBinary tested = ServerBinary.underTest();
        Assumptions.assumeTrue(tested.family() == ServerBinary.Family.KEDGE, "it compares Kedge");
        ServerBinary reference = ServerBinary.etcd(Path.of(Tools.require("etcd").toString()));
        Assumptions.assumeTrue(reference.version().compareTo("3.6") < 0, "3.6 has no v2 interface any more");
        etcdServer = ServerUnderTest.startInMemory(reference, "--enable-v2=true");
        kedgeServer = ServerUnderTest.startInMemory(tested);
        etcd = new V2Client(etcdServer.endpoint());
        kedge = new V2Client(kedgeServer.endpoint());
    }

    @AfterAll
    static void stop() {
        for (ServerUnderTest server : new ServerUnderTest[] {etcdServer, kedgeServer}) {
            if (server != null) {
                server.close();
            }
        }
    }

    @Test
    void answersRandomRequestsAsEtcdDoes() throws Exception {
        compare(Integer.getInteger("kedge.requests", REQUESTS_DEFAULT));
    }

    @Test
    @Tag("proof")
    void answersManyRandomRequestsAsEtcdDoes() throws Exception {
        compare(Integer.getInteger("kedge.requests", REQUESTS_IN_FULL));
    }

    private void compare(int count) throws Exception {
        System.out.println("v2: " + count + " requests, -Dkedge.seed=" + seed);
        V2Probes probes = new V2Probes(etcd, kedge, kedgeServer.clientPort(), differences);
        probes.start();
        for (int i = 0; i < count; i++) {
            step(requests.next());
        }
        probes.finish();
        assertThat(differences.unseen())
                .as("rows of http-v2.md that nothing used")
                .isEmpty();
    }

    private void step(V2RandomRequests.Step step) {
        V2Reply there = etcd.keys(step.method(), step.etcdPath(), step.etcdFields());
        V2Reply here = kedge.keys(step.method(), step.kedgePath(), step.kedgeFields());
        lastSteps.add(step + "\n    etcd  " + there + "\n    kedge " + here);
        if (lastSteps.size() > LAST_STEPS) {
            lastSteps.remove(0);
        }
        String difference = comparison.difference(there, here, step.past());
        if (difference != null) {
            throw new AssertionError(
                    "-Dkedge.seed=" + seed + ": " + difference + " differs\n" + String.join("\n", lastSteps));
        }
        remember(step, there, here);
        if (step.method().equals("DELETE") && there.status() == 200) {
            removeEmptied(step);
        }
    }

    /** What later requests may ask about: files, by the indexes of their last write. */
    private void remember(V2RandomRequests.Step step, V2Reply there, V2Reply here) {
        boolean isWrite = step.method().equals("PUT") || step.method().equals("POST");
        if (!isWrite
                || there.status() >= 300
                || there.node() == null
                || there.node().containsKey("dir")) {
            return;
        }
        String etcdKey = there.node().getString("key");
        String kedgeKey = here.node().getString("key");
        requests.remember(
                new V2RandomRequests.Written(
                        V2Client.path(etcdKey), V2Client.path(kedgeKey), there.modified(), here.modified()),
                step.method().equals("POST"));
    }

    /** An empty directory that nobody made lives on in etcd alone: it is taken away there. */
    private void removeEmptied(V2RandomRequests.Step step) {
        Path path = Path.of(step.kedgePath()).getParent();
        for (; path != null && path.getNameCount() > 0; path = path.getParent()) {
            String name = path.toString();
            V2Reply here = kedge.get(name, "");
            if (here.errorCode() != 100) {
                return;
            }
            V2Reply there = etcd.get(name, "");
            if (there.status() == 200 && there.node().getJsonArray("nodes") == null) {
                etcd.delete(name, "dir=true");
                differences.seen("empty-directory");
            }
        }
    }
}
