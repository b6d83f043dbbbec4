/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Figures by row and server, in the order of rounds. */
final class Samples {

    private final Map<String, List<Measurement>> figures = new HashMap<>();

    void add(String rowId, String label, Measurement measurement) {
        figures.computeIfAbsent(rowId + '/' + label, key -> new ArrayList<>()).add(measurement);
    }

    List<Measurement> of(String rowId, String label) {
        return figures.getOrDefault(rowId + '/' + label, List.of());
    }

    long errors(String rowId, String label) {
        return of(rowId, label).stream().mapToLong(Measurement::errors).sum();
    }

    /** Median over the rounds; NaN if there is none. */
    double median(String rowId, String label, ToDoubleFunction<Measurement> figure) {
        return median(of(rowId, label).stream().mapToDouble(figure).toArray());
    }

    /** First server's figure divided by the second's, round by round, sorted. */
    double[] ratios(String rowId, String label, String otherLabel) {
        List<Measurement> ours = of(rowId, label);
        List<Measurement> theirs = of(rowId, otherLabel);
        double[] ratios = new double[Math.min(ours.size(), theirs.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours.get(i).value() / theirs.get(i).value();
        }
        java.util.Arrays.sort(ratios);
        return ratios;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        int n = sorted.length;
        if (n == 0) {
            return Double.NaN;
        }
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }
}
