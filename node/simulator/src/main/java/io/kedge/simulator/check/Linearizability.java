/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.history.History;
import io.kedge.simulator.history.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether a history is linearizable: whether every operation can be given one instant between its call and its
 * answer so that a model, taking the operations one at a time in that order, answers as the clients saw.
 *
 * <p><b>Search.</b> Calls and answers lie in one list by time. From its head the search takes the first call that the
 * model accepts, removes it together with its answer, and starts again at the head. When it meets an answer, that
 * operation had to be placed before and was not: the last choice is taken back and the next call is tried. Nothing left
 * means linearizable; nothing to take back means not (Wing and Gong [1]).
 *
 * <pre>
 *   list:  call a   call b   answer b   call c   answer a   answer c
 *   tried: a, then b, then c;   b, then a, then c;   b, then a fails, so c may not be reached before a
 * </pre>
 *
 * <p><b>Memory.</b> Two orders of the same operations that lead to the same state have the same future, so the set of
 * operations taken, as bits, is remembered with the state, and not entered twice (Lowe [2]). States are compared by
 * value: a hash alone could hide a violation.
 *
 * <p><b>Parts.</b> A history of independent objects is linearizable exactly if its part for each object is (Herlihy and
 * Wing [3]); a model that has such parts is searched part by part (P-compositionality [4]).
 *
 * <p><b>Unknown outcomes.</b> Such an operation has a call and no answer: it may be taken at any later point, once, or
 * never. It is tried only where nothing of known outcome leads on: mostly it turns out there which of them happened.
 * One that would not change the state gains nothing, and of several with the same request only the first is tried. The
 * search ends when all operations with an answer are placed.
 *
 * <p><b>Order known from replies.</b> A store with revisions says in each reply where it stands. A state beyond the
 * smallest revision that an operation not yet placed has seen has no future, since revisions do not fall; it is left
 * at once. That makes the search nearly a walk along the revisions. On a violation the search is repeated without this
 * rule, for an explanation that reaches as far as possible; the two must agree.
 *
 * <ol>
 *   <li>Wing, Gong: Testing and verifying concurrent objects. 1993.
 *   <li>Lowe: Testing for linearizability. 2017.
 *   <li>Herlihy, Wing: Linearizability: a correctness condition for concurrent objects. 1990.
 *   <li>Horn, Kroening: Faster linearizability checking via P-compositionality. 2015.
 * </ol>
 */
public final class Linearizability {

    /** What a better explanation may cost beyond twice the search. */
    private static final long EXPLANATION_STEPS = 2_000;

    private Linearizability() {}

    /** Decides within {@code budget}, which counts the steps of all parts together. */
    public static <S> Verdict check(Model<S> model, History history, Budget budget) {
        List<Operation> judged =
                history.operations().stream().filter(model::concerns).toList();
        List<Operation> order = new ArrayList<>();
        long steps = 0;
        boolean unknown = false;
        for (List<Operation> part : model.parts(judged)) {
            long before = steps;
            Verdict verdict = new Search<>(model, part, true, more -> budget.isSpent(before + more)).run();
            if (verdict.isViolation()) {
                return explained(model, part, verdict, budget);
            }
            unknown |= !verdict.isLinearizable();
            order.addAll(verdict.order());
            steps += verdict.steps();
        }
        return new Verdict(unknown ? Verdict.Kind.UNKNOWN : Verdict.Kind.LINEARIZABLE, order, null, "", steps);
    }

    private static <S> Verdict explained(Model<S> model, List<Operation> part, Verdict verdict, Budget budget) {
        long most = 2 * verdict.steps() + EXPLANATION_STEPS;
        Verdict longer = new Search<>(model, part, false, steps -> steps > most || budget.isSpent(steps)).run();
        if (longer.isLinearizable()) {
            throw new IllegalStateException("the order of replies ruled out " + longer.order());
        }
        return longer.isViolation() ? longer : verdict;
    }
}
