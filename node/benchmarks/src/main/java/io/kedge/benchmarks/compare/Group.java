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
record Group(String id, Step.Probe prepare, Step.Probe warmup, boolean once, List<Step> steps) {

    static final Step.Probe NOTHING = (server, seconds, sink) -> {};

    Group with(List<Step> chosen) {
        return new Group(id, prepare, warmup, once, chosen);
    }
}
