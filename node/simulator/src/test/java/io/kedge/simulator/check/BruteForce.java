/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.History;
import io.kedge.simulator.history.Operation;
import java.util.ArrayList;
import java.util.List;

/** Linearizability by its definition: every order that respects time is tried, nothing is remembered or left out. */
final class BruteForce {

    private BruteForce() {}

    static <S> boolean isLinearizable(Model<S> model, History history) {
        List<Operation> judged =
                history.operations().stream().filter(model::concerns).toList();
        return model.parts(judged).stream().allMatch(part -> canFinish(model, model.initial(), part));
    }

    private static <S> boolean canFinish(Model<S> model, S state, List<Operation> left) {
        if (left.stream().allMatch(Operation::isUnknown)) {
            return true;
        }
        for (Operation next : left) {
            if (left.stream().anyMatch(other -> other.precedes(next))) {
                continue;
            }
            S after = model.step(state, next);
            if (after != null) {
                List<Operation> rest = new ArrayList<>(left);
                rest.remove(next);
                if (canFinish(model, after, rest)) {
                    return true;
                }
            }
        }
        return false;
    }
}
