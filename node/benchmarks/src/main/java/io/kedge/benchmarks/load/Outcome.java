/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One measured run.
 *
 * @param completed requests (or deliveries) that ended well inside the window of {@code seconds}
 * @param clientCpuMicros this process's CPU per completed request
 * @param serverCpuMicros the server's CPU per completed request; NaN if unknown
 */
public record Outcome(
        String name,
        double seconds,
        long completed,
        long errors,
        @Nullable String firstError,
        double p50Micros,
        double p90Micros,
        double p99Micros,
        double maxMicros,
        double clientCpuMicros,
        double serverCpuMicros) {

    static Outcome of(String name, double seconds, Recorder recorder, CpuMeter cpu) {
        double completed = Math.max(1, recorder.completed());
        return new Outcome(
                name,
                seconds,
                recorder.completed(),
                recorder.errors(),
                recorder.firstError(),
                recorder.micros(50),
                recorder.micros(90),
                recorder.micros(99),
                recorder.micros(100),
                cpu.clientMicros() / completed,
                cpu.serverMicros() / completed);
    }

    public double perSecond() {
        return completed / seconds;
    }

    public String text() {
        String line = String.format(
                Locale.ROOT,
                "%-28s %10.0f/s  p50 %.0f  p90 %.0f  p99 %.0f  max %.0f us  errors %d  client CPU %.1f us"
                        + "  server CPU %s",
                name,
                perSecond(),
                p50Micros,
                p90Micros,
                p99Micros,
                maxMicros,
                errors,
                clientCpuMicros,
                Double.isNaN(serverCpuMicros) ? "-" : String.format(Locale.ROOT, "%.1f us", serverCpuMicros));
        return firstError == null ? line : line + "\n  first error: " + firstError.strip();
    }

    /** One line of JSON. */
    public String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("seconds", seconds);
        fields.put("completed", completed);
        fields.put("perSecond", perSecond());
        fields.put("errors", errors);
        if (firstError != null) {
            fields.put("firstError", firstError);
        }
        fields.put("p50Micros", p50Micros);
        fields.put("p90Micros", p90Micros);
        fields.put("p99Micros", p99Micros);
        fields.put("maxMicros", maxMicros);
        fields.put("clientCpuMicros", clientCpuMicros);
        if (!Double.isNaN(serverCpuMicros)) {
            fields.put("serverCpuMicros", serverCpuMicros);
        }
        return JsonLine.of(fields);
    }
}
