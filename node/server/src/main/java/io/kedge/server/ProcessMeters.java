/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** What every Prometheus dashboard asks of a process. Where the system does not tell, the value is 0. */
final class ProcessMeters {

    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4096;

    private ProcessMeters() {}

    static void bind(MeterRegistry registry) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        Gauge.builder("process_virtual_memory_bytes", () -> memoryBytes(0)).register(registry);
        Gauge.builder("process_resident_memory_bytes", () -> memoryBytes(1)).register(registry);
        Gauge.builder(
                        "process_start_time_seconds",
                        () -> ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0)
                .register(registry);
        if (system instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
            Gauge.builder("process_open_fds", unix, s -> s.getOpenFileDescriptorCount())
                    .register(registry);
            Gauge.builder("os_fd_used", unix, s -> s.getOpenFileDescriptorCount())
                    .register(registry);
            Gauge.builder("process_max_fds", unix, s -> s.getMaxFileDescriptorCount())
                    .register(registry);
            Gauge.builder("os_fd_limit", unix, s -> s.getMaxFileDescriptorCount())
                    .register(registry);
            FunctionCounter.builder("process_cpu_seconds_total", unix, s -> s.getProcessCpuTime() / 1e9)
                    .register(registry);
        }
    }

    /** Column 0 is all memory mapped, column 1 what is resident. */
    private static double memoryBytes(int column) {
        try {
            String[] pages = Files.readString(STATM).split(" ", 3);
            return Long.parseLong(pages[column]) * (double) PAGE_BYTES;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
