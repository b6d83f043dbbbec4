/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/** CPU that this process and a server spend between two moments. */
final class CpuMeter {

    private final OptionalLong serverPid;
    private final OperatingSystemMXBean self = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long clientMicros;
    private long serverMicros;

    CpuMeter(OptionalLong serverPid) {
        this.serverPid = serverPid;
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
        return serverPid.isPresent() ? serverMicros : Double.NaN;
    }

    private long clientNow() {
        return self.getProcessCpuTime() / 1000;
    }

    private long serverNow() {
        return serverPid.isPresent() ? ProcessCpu.cpuMicros(serverPid.getAsLong()) : 0;
    }
}
