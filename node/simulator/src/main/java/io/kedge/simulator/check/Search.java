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

    /**
     * An operation taken.
     *
     * @param call its call in the timeline, or null if its outcome is unknown
     * @param lost its index among the lost ones, or -1
     * @param before the state it was taken in
     */
    private record Choice<T>(
            Operation operation, int bit, @Nullable Point call, int lost, T before) {}

    /** A place in the search, equal to every other with the same future. */
    private record Place<T>(BitSet taken, T state) {}

    private final Model<S> model;
    private final Timeline timeline;
    private final Lost lost;
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
        List<Operation> known =
                operations.stream().filter(operation -> !operation.isUnknown()).toList();
        timeline = new Timeline(known);
        lost = new Lost(operations.stream().filter(Operation::isUnknown).toList(), known.size());
        outstanding = new Outstanding(model, known);
        state = model.initial();
    }

    Verdict run() {
        if (!timeline.hasOpen()) {
            return linearizable();
        }
        Point point = timeline.first();
        int nextLost = 0;
        while (true) {
            if (budget.isSpent(steps)) {
                return new Verdict(Verdict.Kind.UNKNOWN, placed(), null, state.toString(), steps);
            }
            Choice<S> choice;
            if (point.isCall) {
                choice = new Choice<>(operation(point), point.bit, point, -1, state);
            } else {
                // An answer: its call had to be taken before it, by itself or after one whose outcome is unknown.
                int index = lost.next(nextLost, taken, operation(point).returnedAt());
                choice = index < 0 ? null : new Choice<>(lost.get(index), lost.bit(index), null, index, state);
            }
            if (choice != null && take(choice)) {
                if (!timeline.hasOpen()) {
                    return linearizable();
                }
                point = timeline.first();
                nextLost = 0;
                continue;
            }
            if (choice == null) {
                remember(operation(point));
                if (choices.isEmpty()) {
                    return new Verdict(Verdict.Kind.VIOLATION, best, stuck, stuckState, steps);
                }
                choice = takeBack();
            }
            nextLost = choice.lost() + 1;
            point = choice.call() == null
                    ? timeline.firstAnswer()
                    : Objects.requireNonNull(choice.call().after, "every call has its answer behind it");
        }
    }

    private boolean take(Choice<S> choice) {
        steps++;
        Operation operation = choice.operation();
        S next = model.step(state, operation);
        if (next == null || (operation.isUnknown() && next.equals(state))) {
            return false;
        }
        taken.set(choice.bit());
        if (choice.call() != null) {
            outstanding.take(choice.bit());
        }
        boolean hopeless = byOrder && model.position(next) > outstanding.lowest();
        if (hopeless || !seen.add(new Place<>((BitSet) taken.clone(), next))) {
            forget(choice);
            return false;
        }
        if (choice.call() != null) {
            timeline.take(choice.call());
            answered++;
        }
        choices.push(choice);
        state = next;
        return true;
    }

    private Choice<S> takeBack() {
        Choice<S> choice = choices.pop();
        if (choice.call() != null) {
            timeline.giveBack(choice.call());
            answered--;
        }
        forget(choice);
        state = choice.before();
        return choice;
    }

    private void forget(Choice<S> choice) {
        taken.clear(choice.bit());
        if (choice.call() != null) {
            outstanding.giveBack(choice.bit());
        }
    }

    private void remember(Operation unplaced) {
        if (answered > bestAnswered) {
            bestAnswered = answered;
            best = placed();
            stuck = unplaced;
            stuckState = state.toString();
        }
    }

    private Verdict linearizable() {
        return new Verdict(Verdict.Kind.LINEARIZABLE, placed(), null, state.toString(), steps);
    }

    private List<Operation> placed() {
        List<Operation> order = new ArrayList<>(choices.size());
        choices.descendingIterator().forEachRemaining(choice -> order.add(choice.operation()));
        return order;
    }

    private static Operation operation(Point point) {
        return Objects.requireNonNull(point.operation, "only the head has none");
    }
}
