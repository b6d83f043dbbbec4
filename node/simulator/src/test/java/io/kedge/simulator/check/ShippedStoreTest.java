/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.disk.recording.RecordingDisk;
import io.kedge.replica.Proposal;
import io.kedge.simulator.SimulatedNode;
import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Request;
import io.kedge.simulator.history.Translator;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The model against the shipped store: asked one request after the other, they answer the same. */
class ShippedStoreTest {

    @Test
    void theModelAnswersAsTheStoreDoes() throws Exception {
        int answers = 0;
        for (long seed = 1; seed <= 8; seed++) {
            try (SimulatedNode node = new SimulatedNode(new RecordingDisk(), seed)) {
                node.settle(turn -> {});
                answers += compare(seed, node);
            }
        }
        assertThat(answers).isEqualTo(8 * 150);
    }

    private static int compare(long seed, SimulatedNode node) throws Exception {
        RandomRequests requests = new RandomRequests(new SplittableRandom(seed));
        KvState state = KvState.EMPTY;
        int answers = 0;
        while (answers < 150) {
            Request request = requests.next(state);
            Proposal proposal = node.propose(Translator.operation(request));
            node.settle(turn -> {});
            Outcome seen = proposal.failure() != null
                    ? Translator.failure(proposal.failure())
                    : new Outcome.Ok(Translator.response(request, Objects.requireNonNull(proposal.result())));
            KvMachine.Step step = KvMachine.execute(state, request);
            assertThat(Agreement.agrees(request, step, seen))
                    .as("seed %s: %s in %s is %s, should be %s", seed, request, state, seen, step.outcome())
                    .isTrue();
            state = step.state();
            answers++;
        }
        return answers;
    }
}
