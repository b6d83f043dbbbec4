/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.util.List;

/**
 * Steps that share one start of a server.
 *
 * @param prepare writes what the steps need; its figures are discarded
 * @param warmup runs for the warm-up time; its figures are discarded
 * @param once measured in the first round only, unless everything is asked for
 */
record Group<S extends Subject>(
        String id, Step.Probe<S> prepare, Step.Probe<S> warmup, boolean once, List<Step<S>> steps) {

    /** Does nothing. */
    static <S extends Subject> Step.Probe<S> nothing() {
        return (subject, seconds, sink) -> {};
    }

    Group<S> with(List<Step<S>> chosen) {
        return new Group<>(id, prepare, warmup, once, chosen);
    }
}
