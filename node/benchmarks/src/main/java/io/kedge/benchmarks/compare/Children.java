/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Processes and directories made for a comparison; all are gone after {@link #close()}. Used from two threads. */
final class Children implements AutoCloseable {

    private static final long STOP_SECONDS_MAX = 30;

    private final Set<Process> processes = new LinkedHashSet<>();
    private final Set<Path> directories = new LinkedHashSet<>();
    private boolean closed;

    /** Nothing is started any more. */
    synchronized boolean isClosed() {
        return closed;
    }

    synchronized Process start(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    synchronized Path directory(Path parent, String prefix) throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
        Path directory = Files.createTempDirectory(parent, prefix);
        directories.add(directory);
        return directory;
    }

    /** Asks the process and its descendants to end, waits, and kills by id what remains. */
    void stop(Process process) {
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        tree.add(process.toHandle());
        process.destroy();
        for (ProcessHandle handle : tree) {
            if (!ended(handle, STOP_SECONDS_MAX)) {
                handle.destroyForcibly();
                ended(handle, STOP_SECONDS_MAX);
            }
        }
        synchronized (this) {
            processes.remove(process);
        }
    }

    void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("cannot remove " + directory + ": " + e.getMessage());
        }
        synchronized (this) {
            directories.remove(directory);
        }
    }

    @Override
    public void close() {
        List<Process> running;
        List<Path> left;
        synchronized (this) {
            closed = true;
            running = List.copyOf(processes);
            left = List.copyOf(directories);
        }
        running.forEach(this::stop);
        left.forEach(this::delete);
    }

    private static boolean ended(ProcessHandle handle, long secondsMax) {
        CompletableFuture<ProcessHandle> exit = handle.onExit();
        try {
            exit.get(secondsMax, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
