/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;

/**
 * Meters whose names Prometheus's library would change: gauges that end in {@code _total}, and counters that do not.
 * Dashboards made for etcd ask for just these names. Any thread.
 */
final class FixedNames {

    private record Meter(String type, DoubleSupplier value) {}

    private final Map<String, Meter> meters = new ConcurrentSkipListMap<>();

    void gauge(String name, DoubleSupplier value) {
        meters.put(name, new Meter("gauge", value));
    }

    void counter(String name, DoubleSupplier value) {
        meters.put(name, new Meter("counter", value));
    }

    /** All of them now, in Prometheus's text format. */
    String scrape() {
        StringBuilder text = new StringBuilder();
        meters.forEach((name, meter) -> text.append("# TYPE ")
                .append(name)
                .append(' ')
                .append(meter.type())
                .append('\n')
                .append(name)
                .append(' ')
                .append(meter.value().getAsDouble())
                .append('\n'));
        return text.toString();
    }
}
