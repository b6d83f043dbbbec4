/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The Markdown table: one line a row, medians of the rounds, the ratio with its spread, and the verdict on the aim. */
final class Table {

    private final Samples samples;
    private final String ours;
    private final String theirs;

    Table(Samples samples, String ours, String theirs) {
        this.samples = samples;
        this.ours = ours;
        this.theirs = theirs;
    }

    String render(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        text.append("| row | ").append(ours).append(" | ").append(theirs);
        text.append(" | ratio (min..max) | aim | verdict | server CPU us | client CPU us | p50 ms | p99 ms |\n");
        text.append("|---|---|---|---|---|---|---|---|---|---|\n");
        for (Row row : rows) {
            if (!samples.of(row.id(), ours).isEmpty()
                    || !samples.of(row.id(), theirs).isEmpty()) {
                text.append(line(row)).append('\n');
            }
        }
        return text.toString();
    }

    String line(Row row) {
        double kedge = samples.median(row.id(), ours, Measurement::value);
        double[] ratios = samples.ratios(row.id(), ours, theirs);
        double ratio = Samples.median(ratios);
        String spread = ratios.length == 0
                ? "-"
                : String.format(Locale.ROOT, "%.2f (%.2f..%.2f)", ratio, ratios[0], ratios[ratios.length - 1]);
        Aim aim = row.aim();
        return String.join(
                " | ",
                "| " + row.title(),
                figure(row, ours),
                figure(row, theirs),
                spread,
                aim == null ? "" : aim.text(row.unit()),
                verdict(row, kedge, ratio),
                both(row, Measurement::serverCpuMicros, 1, 1),
                both(row, Measurement::clientCpuMicros, 1, 1),
                both(row, Measurement::p50Micros, 1000, 2),
                both(row, Measurement::p99Micros, 1000, 2) + " |");
    }

    private String verdict(Row row, double kedge, double ratio) {
        Aim aim = row.aim();
        if (aim == null) {
            return "";
        }
        if (Double.isNaN(kedge) || aim.ofRatio() && Double.isNaN(ratio)) {
            return "not measured";
        }
        return aim.metBy(kedge, ratio) && samples.errors(row.id(), ours) == 0 ? "PASS" : "MISS";
    }

    private String figure(Row row, String label) {
        double value = samples.median(row.id(), label, Measurement::value);
        if (Double.isNaN(value)) {
            return "-";
        }
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        String unit = row.unit().startsWith("/") ? row.unit() : " " + row.unit();
        long errors = samples.errors(row.id(), label);
        return String.format(Locale.ROOT, format, value) + unit + (errors == 0 ? "" : " (" + errors + " errors)");
    }

    private String both(Row row, ToDoubleFunction<Measurement> figure, double divisor, int decimals) {
        double kedge = samples.median(row.id(), ours, figure) / divisor;
        double other = samples.median(row.id(), theirs, figure) / divisor;
        if (Double.isNaN(kedge) && Double.isNaN(other)) {
            return "";
        }
        return number(kedge, decimals) + " / " + number(other, decimals);
    }

    private static String number(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
