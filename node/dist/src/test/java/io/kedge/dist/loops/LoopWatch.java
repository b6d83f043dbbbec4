/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.loops;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * An agent inside the server's process that notes every piece of work which keeps an event loop for too long.
 *
 * <p>What counts is the time since Vert.x began the work, less what the thread waited for a processor (the kernel tells
 * it, field 2 of schedstat) and less what garbage collection stopped it. So a busy machine makes no findings, while a
 * thread that computes, waits for a lock, or reads a disk does. The watcher looks every few milliseconds; when it is
 * itself kept from looking it misses a finding, it never invents one. Linux only.
 */
public final class LoopWatch {
    private static final long LOOK_MILLIS = 2;
    private static final long LIMIT_NANOS = 20_000_000;
    private static final int STACK_FRAMES = 25;

    /** One piece of work under way on a loop. */
    private record Work(long startNanos, long waitedNanos, long collectedMillis, boolean noted) {}

    private final Path report;
    private final Map<Thread, Work> working = new HashMap<>();
    private final Map<Thread, Path> statistics = new HashMap<>();

    private LoopWatch(Path report) {
        this.report = report;
    }

    /** {@code argument} is the file that findings are added to, one line each, while it exists. */
    public static void premain(String argument) {
        Thread thread = new Thread(new LoopWatch(Path.of(argument))::watch, "loop-watch");
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
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
                if (statistics.isEmpty()) {
                    findLoops();
                }
                for (Thread loop : statistics.keySet()) {
                    look(loop);
                }
            }
        } catch (InterruptedException | IOException | ReflectiveOperationException e) {
            note("the watch ended: " + e);
        }
    }

    private void look(Thread loop) throws IOException, ReflectiveOperationException {
        Method startTime = loop.getClass().getMethod("startTime");
        startTime.setAccessible(true);
        long start = (long) startTime.invoke(loop);
        Work work = working.get(loop);
        if (start == 0) {
            working.remove(loop);
        } else if (work == null || work.startNanos() != start) {
            working.put(loop, new Work(start, waitedNanos(loop), collectedMillis(), false));
        } else if (!work.noted()) {
            long busyNanos = System.nanoTime()
                    - start
                    - (waitedNanos(loop) - work.waitedNanos())
                    - (collectedMillis() - work.collectedMillis()) * 1_000_000;
            if (busyNanos > LIMIT_NANOS) {
                StackTraceElement[] stack = loop.getStackTrace();
                // The same work is still under way: what the stack shows is part of it.
                if ((long) startTime.invoke(loop) == start) {
                    note(text(loop, busyNanos, stack));
                    working.put(loop, new Work(start, 0, 0, true));
                }
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

    /** The kernel knows a thread by the first seven and last six characters of its name. */
    private void findLoops() throws IOException {
        Map<String, Path> byName = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                byName.put(Files.readString(task.resolve("comm")).trim(), task.resolve("schedstat"));
            }
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            if (name.startsWith("vert.x-eventloop-thread-")) {
                Path found = byName.get(name.substring(0, 7) + ".." + name.substring(name.length() - 6));
                if (found == null) {
                    throw new IOException("no statistics of " + name + " among " + byName.keySet());
                }
                statistics.put(thread, found);
            }
        }
    }

    private long waitedNanos(Thread loop) throws IOException {
        return Long.parseLong(Files.readString(statistics.get(loop)).split(" ")[1]);
    }

    private static long collectedMillis() {
        long sum = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            sum += collector.getCollectionTime();
        }
        return sum;
    }
}
