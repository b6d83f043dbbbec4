/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.loops;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An agent inside the server's process that notes every piece of work which keeps an event loop for too long.
 *
 * <p>What counts is the processor's time that the thread took since Vert.x began the work, and the time in which it was
 * seen waiting for a lock or another thread. Neither a busy machine nor a garbage collection adds to these. The watcher
 * looks every few milliseconds; when it is itself kept from looking it misses a finding, it never invents one. Not seen
 * are waits inside the operating system, as for a page of a file.
 */
public final class LoopWatch {
    private static final long LOOK_MILLIS = 2;
    private static final long LIMIT_NANOS = 20_000_000;
    private static final int STACK_FRAMES = 25;

    /** One piece of work under way on a loop; {@code cpuNanos} is the thread's clock when it was first seen. */
    private record Work(long startNanos, long cpuNanos, long waitedNanos, boolean noted) {}

    private final ThreadMXBean clocks = ManagementFactory.getThreadMXBean();
    private final Path report;
    private final Map<Thread, Work> working = new HashMap<>();
    private final List<Thread> loops = new ArrayList<>();

    private LoopWatch(Path report) {
        this.report = report;
    }

    /** {@code argument} is the file that findings are added to, one line each, while it exists. */
    public static void premain(String argument) {
        Thread thread = new Thread(new LoopWatch(Path.of(argument))::watch, "loop-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                if (!Files.exists(report)) {
                    working.clear();
                    continue;
                }
                if (loops.isEmpty()) {
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("vert.x-eventloop-thread-"))
                            .forEach(loops::add);
                    note("watching " + loops.size() + " loops");
                }
                for (Thread loop : loops) {
                    look(loop);
                }
            }
        } catch (InterruptedException | ReflectiveOperationException | RuntimeException e) {
            note("the watch ended: " + e);
        }
    }

    private void look(Thread loop) throws ReflectiveOperationException {
        Method startTime = loop.getClass().getMethod("startTime");
        long start = (long) startTime.invoke(loop);
        Work work = working.get(loop);
        if (start == 0) {
            working.remove(loop);
        } else if (work == null || work.startNanos() != start) {
            working.put(loop, new Work(start, clocks.getThreadCpuTime(loop.getId()), 0, false));
        } else if (!work.noted()) {
            boolean waits = loop.getState() != Thread.State.RUNNABLE;
            long waited = work.waitedNanos() + (waits ? LOOK_MILLIS * 1_000_000 : 0);
            long busy = clocks.getThreadCpuTime(loop.getId()) - work.cpuNanos() + waited;
            StackTraceElement[] stack = busy > LIMIT_NANOS ? loop.getStackTrace() : new StackTraceElement[0];
            // Still the same work: what was read above is of no other.
            boolean same = (long) startTime.invoke(loop) == start;
            if (same && busy > LIMIT_NANOS) {
                note(text(loop, busy, stack));
            }
            if (same) {
                working.put(loop, new Work(start, work.cpuNanos(), waited, busy > LIMIT_NANOS));
            }
        }
    }

    private static String text(Thread loop, long nanos, StackTraceElement[] stack) {
        StringBuilder text = new StringBuilder(loop.getName() + " busy for " + nanos / 1_000_000 + " ms:");
        for (int i = 0; i < Math.min(stack.length, STACK_FRAMES); i++) {
            text.append(" < ").append(stack[i]);
        }
        return text.toString();
    }

    private void note(String line) {
        try {
            Files.writeString(report, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            // The test has taken the file away: it wants no more.
        }
    }
}
