/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

import io.kedge.simulator.check.Timeline.Point;
import io.kedge.simulator.history.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One search over one part of a history; see {@link Linearizability}. Used once. */
final class Search<S> {

    /** A choice: the call taken and the state before it. */
    private record Choice<T>(Point call, T before) {}

    /** A place in the search, equal to every other with the same future. */
    private record Place<T>(BitSet taken, T state) {}

    private final Model<S> model;
    private final Timeline timeline;
    private final Outstanding outstanding;
    private final boolean byOrder;
    private final Budget budget;

    private final ArrayDeque<Choice<S>> choices = new ArrayDeque<>();
    private final BitSet taken = new BitSet();
    private final Set<Place<S>> seen = new HashSet<>();
    private S state;
    private long steps;

    private int answered;
    private int bestAnswered = -1;
    private List<Operation> best = List.of();
    private @Nullable Operation stuck;
    private String stuckState = "";

    /** @param byOrder leave states beyond the smallest order outstanding */
    Search(Model<S> model, List<Operation> operations, boolean byOrder, Budget budget) {
        this.model = model;
        this.byOrder = byOrder;
        this.budget = budget;
        timeline = new Timeline(operations);
        outstanding = new Outstanding(model, operations);
        state = model.initial();
    }

    Verdict run() {
        Point point = timeline.first();
        while (timeline.hasOpen()) {
            if (budget.isSpent(steps)) {
                return new Verdict(Verdict.Kind.UNKNOWN, placed(), null, state.toString(), steps);
            }
            if (point != null && point.isCall) {
                point = tryTo(point) ? timeline.first() : point.after;
                continue;
            }
            // An answer: its call had to be taken before this point.
            remember(Objects.requireNonNull(point, "the answer of an open operation"));
            if (choices.isEmpty()) {
                return new Verdict(Verdict.Kind.VIOLATION, best, stuck, stuckState, steps);
            }
            point = takeBack();
        }
        return new Verdict(Verdict.Kind.LINEARIZABLE, placed(), null, state.toString(), steps);
    }

    private boolean tryTo(Point call) {
        steps++;
        Operation operation = operation(call);
        S next = model.step(state, operation);
        if (next == null || (operation.isUnknown() && next.equals(state))) {
            return false;
        }
        taken.set(call.bit);
        outstanding.take(call.bit);
        boolean hopeless = byOrder && model.position(next) > outstanding.lowest();
        if (hopeless || !seen.add(new Place<>((BitSet) taken.clone(), next))) {
            taken.clear(call.bit);
            outstanding.giveBack(call.bit);
            return false;
        }
        timeline.take(call);
        choices.push(new Choice<>(call, state));
        answered += operation.isUnknown() ? 0 : 1;
        state = next;
        return true;
    }

    private @Nullable Point takeBack() {
        Choice<S> choice = choices.pop();
        Point call = choice.call();
        timeline.giveBack(call);
        outstanding.giveBack(call.bit);
        taken.clear(call.bit);
        answered -= operation(call).isUnknown() ? 0 : 1;
        state = choice.before();
        return call.after;
    }

    private void remember(Point answer) {
        if (answered > bestAnswered) {
            bestAnswered = answered;
            best = placed();
            stuck = answer.operation;
            stuckState = state.toString();
        }
    }

    private List<Operation> placed() {
        List<Operation> order = new ArrayList<>(choices.size());
        choices.descendingIterator().forEachRemaining(choice -> order.add(operation(choice.call())));
        return order;
    }

    private static Operation operation(Point point) {
        return Objects.requireNonNull(point.operation, "only the head has none");
    }
}
