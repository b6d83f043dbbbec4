/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Makes a failing list of steps shorter by leaving out ever smaller parts (delta debugging), within a time limit. What
 * comes after the first failure is cut off.
 */
final class Shrinker {
    private final Function<List<Step>, OptionalInt> firstFailure;
    private final long endNanos;

    Shrinker(Duration limit, Function<List<Step>, OptionalInt> firstFailure) {
        this.firstFailure = firstFailure;
        endNanos = System.nanoTime() + limit.toNanos();
    }

    /** The shortest failing list found; the given one when nothing shorter fails. */
    List<Step> shrink(List<Step> failing) {
        List<Step> best = List.copyOf(failing);
        int parts = 2;
        while (best.size() > 1 && System.nanoTime() < endNanos) {
            List<Step> shorter = withoutOnePart(best, Math.min(parts, best.size()));
            if (shorter != null) {
                best = shorter;
                parts = Math.max(2, parts - 1);
            } else if (parts >= best.size()) {
                return best;
            } else {
                parts = Math.min(parts * 2, best.size());
            }
        }
        return best;
    }

    private List<Step> withoutOnePart(List<Step> steps, int parts) {
        for (int part = 0; part < parts && System.nanoTime() < endNanos; part++) {
            int from = (int) ((long) steps.size() * part / parts);
            int to = (int) ((long) steps.size() * (part + 1) / parts);
            List<Step> rest = new ArrayList<>(steps.subList(0, from));
            rest.addAll(steps.subList(to, steps.size()));
            OptionalInt failure = rest.isEmpty() ? OptionalInt.empty() : firstFailure.apply(rest);
            if (failure.isPresent()) {
                return List.copyOf(rest.subList(0, Math.min(rest.size(), failure.getAsInt() + 1)));
            }
        }
        return null;
    }
}
