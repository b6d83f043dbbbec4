/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import io.kedge.benchmarks.load.Generator;
import io.kedge.benchmarks.load.ProcessCpu;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** One server of a candidate on free loopback ports with its own data directory, from start to removal. */
final class RunningServer implements Subject {

    private static final long READY_SECONDS_MAX = 120;
    private static final long SEED = 1;
    private static final int LOG_LINES = 15;

    private final Candidate candidate;
    private final Children children;
    private final Path directory;
    private final int clientPort;
    private final int peerPort;
    private Process process;
    private double readySeconds;

    /** Starts the server and waits until it is healthy. */
    RunningServer(Candidate candidate, Children children, Path workDirectory) throws IOException {
        this.candidate = candidate;
        this.children = children;
        this.directory = children.directory(workDirectory, "kedge-bench-");
        try (ServerSocket client = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            clientPort = client.getLocalPort();
            peerPort = peer.getLocalPort();
        }
        process = launch();
    }

    int clientPort() {
        return clientPort;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public double readySeconds() {
        return readySeconds;
    }

    long residentBytes() {
        return ProcessCpu.residentBytes(pid());
    }

    /** Whether this is Kedge, which has faces that etcd has not. */
    boolean isKedge() {
        return candidate.isKedge();
    }

    Children children() {
        return children;
    }

    Path directory() {
        return directory;
    }

    Generator generator() {
        return new Generator(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), clientPort), OptionalLong.of(pid()), SEED);
    }

    /** Stops the process in good order and starts it again on the same data. */
    void restart() throws IOException {
        children.stop(process);
        process = launch();
    }

    private Process launch() throws IOException {
        File log = directory.resolve("server.log").toFile();
        List<String> command = new ArrayList<>(candidate.command());
        command.addAll(flags());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        long begin = System.nanoTime();
        Process started = children.start(builder);
        try {
            Health.await(clientPort, begin + TimeUnit.SECONDS.toNanos(READY_SECONDS_MAX), started::isAlive);
        } catch (IOException e) {
            children.stop(started);
            throw new IOException(candidate.label() + ": " + e.getMessage() + "; its last lines:\n" + tail(log), e);
        }
        readySeconds = (System.nanoTime() - begin) / 1e9;
        return started;
    }

    private List<String> flags() {
        String client = "http://127.0.0.1:" + clientPort;
        String peer = "http://127.0.0.1:" + peerPort;
        return List.of(
                "--name", "bench",
                "--data-dir", directory.resolve("data").toString(),
                "--listen-client-urls", client,
                "--advertise-client-urls", client,
                "--listen-peer-urls", peer,
                "--initial-advertise-peer-urls", peer,
                "--initial-cluster", "bench=" + peer);
    }

    /** The last lines of a log. */
    static String tail(File log) throws IOException {
        List<String> lines = Files.readAllLines(log.toPath());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    @Override
    public void close() {
        children.stop(process);
        children.delete(directory);
    }
}
