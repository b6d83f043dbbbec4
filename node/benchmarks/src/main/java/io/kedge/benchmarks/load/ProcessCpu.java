/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux says of a process and its descendants under /proc: CPU time and memory. */
public final class ProcessCpu {

    /** USER_HZ, fixed at 100 on every Linux that Java 17 runs on. */
    private static final long TICK_MICROS = 10_000;

    private static final int UTIME_AFTER_NAME = 11;

    private ProcessCpu() {}

    /** User and system time of the process and its living descendants, in microseconds; 0 for what is gone. */
    public static long cpuMicros(long pid) {
        return tree(pid).mapToLong(ProcessCpu::cpuMicrosOfOne).sum();
    }

    /** Resident memory of the process and its descendants in bytes; 0 for what is gone. */
    public static long residentBytes(long pid) {
        return tree(pid).mapToLong(ProcessCpu::residentBytesOfOne).sum();
    }

    private static Stream<Long> tree(long pid) {
        Stream<Long> children = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid);
        return Stream.concat(Stream.of(pid), children);
    }

    private static long cpuMicrosOfOne(long pid) {
        try {
            return parseStatMicros(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException e) {
            return 0;
        }
    }

    private static long residentBytesOfOne(long pid) {
        try {
            return parseResidentBytes(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
        } catch (IOException e) {
            return 0;
        }
    }

    /** utime + stime of a stat line; the name in parentheses may hold spaces and parentheses. */
    static long parseStatMicros(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1);
        long ticks = Long.parseLong(fields[UTIME_AFTER_NAME]) + Long.parseLong(fields[UTIME_AFTER_NAME + 1]);
        return ticks * TICK_MICROS;
    }

    static long parseResidentBytes(List<String> status) {
        for (String line : status) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0;
    }
}
