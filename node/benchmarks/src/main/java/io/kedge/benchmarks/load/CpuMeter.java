/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** CPU that this process and the servers spend between two moments. */
final class CpuMeter {

    private final List<Long> serverPids;
    private final OperatingSystemMXBean self = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long clientMicros;
    private long serverMicros;

    CpuMeter(List<Long> serverPids) {
        this.serverPids = serverPids;
    }

    void start() {
        clientMicros = -clientNow();
        serverMicros = -serverNow();
    }

    void stop() {
        clientMicros += clientNow();
        serverMicros += serverNow();
    }

    double clientMicros() {
        return clientMicros;
    }

    /** NaN if no server process was named. */
    double serverMicros() {
        return serverPids.isEmpty() ? Double.NaN : serverMicros;
    }

    private long clientNow() {
        return self.getProcessCpuTime() / 1000;
    }

    private long serverNow() {
        return serverPids.stream().mapToLong(ProcessCpu::cpuMicros).sum();
    }
}
