/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One server process of a single-member cluster, on free loopback ports, with a data folder of its own.
 *
 * <p>The folder and the ports outlive {@link #kill()} and {@link #stop()}, so that {@link #restart()} finds its data;
 * {@link #close()} removes the folder. Not safe for use by several threads.
 */
public final class ServerUnderTest implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(30);
    private static final Path MEMORY_DISK = Path.of("/dev/shm");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ServerBinary binary;
    private final Path folder;
    private final int clientPort = Ports.free();
    private final int peerPort = Ports.free();
    private final List<String> extraFlags;
    private Process process;

    private ServerUnderTest(ServerBinary binary, Path folder, List<String> extraFlags) {
        this.binary = binary;
        this.folder = folder;
        this.extraFlags = extraFlags;
    }

    /** Starts a server and waits until it is ready. */
    public static ServerUnderTest start(ServerBinary binary, String... extraFlags) {
        return launched(new ServerUnderTest(binary, temporaryFolder(null), List.of(extraFlags)));
    }

    /** Starts a server whose data lies in memory where the machine has such a disk: for tests not about durability. */
    public static ServerUnderTest startInMemory(ServerBinary binary, String... extraFlags) {
        Path parent = Files.isWritable(MEMORY_DISK) ? MEMORY_DISK : null;
        return launched(new ServerUnderTest(binary, temporaryFolder(parent), List.of(extraFlags)));
    }

    public ServerBinary binary() {
        return binary;
    }

    public int clientPort() {
        return clientPort;
    }

    /** As a URL. */
    public String endpoint() {
        return "http://127.0.0.1:" + clientPort;
    }

    /** SIGKILL to the process and all below it; returns when they are gone. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** SIGTERM, and SIGKILL to one that does not obey within ten seconds. */
    public void stop() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!awaitExit(Duration.ofSeconds(10))) {
            kill();
        }
    }

    /** Starts the process again on the same folder and ports, and waits until it is ready. */
    public void restart() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("still running");
        }
        launch();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Of the process that runs now. */
    public long pid() {
        return process.pid();
    }

    /** GET on the client port over HTTP/1.1. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint() + path))
                .timeout(Duration.ofSeconds(2))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The last lines that the server wrote, of all its runs. */
    public String logTail(int lineCountMax) {
        try {
            List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - lineCountMax), lines.size()));
        } catch (IOException e) {
            return "unreadable log: " + e;
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
        deleteTree(folder);
    }

    private static ServerUnderTest launched(ServerUnderTest server) {
        try {
            server.launch();
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private void launch() {
        List<String> words = new ArrayList<>(binary.command());
        String peer = "http://127.0.0.1:" + peerPort;
        words.addAll(
                List.of("--name", "solo", "--data-dir", folder.resolve("data").toString()));
        words.addAll(List.of("--listen-client-urls", endpoint(), "--advertise-client-urls", endpoint()));
        words.addAll(List.of("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer));
        words.addAll(List.of("--initial-cluster", "solo=" + peer));
        words.addAll(extraFlags);
        try {
            process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean ready = Await.holds(
                READY_LIMIT, () -> !process.isAlive() || get("/health").statusCode() == 200);
        if (!ready || !process.isAlive()) {
            throw new AssertionError(binary + (ready ? " ended" : " is not ready") + "; its log:\n" + logTail(60));
        }
    }

    private boolean awaitExit(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    private static Path temporaryFolder(Path parent) {
        try {
            return parent == null
                    ? Files.createTempDirectory("kedge-it")
                    : Files.createTempDirectory(parent, "kedge-it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path root) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path emptied, IOException failure) throws IOException {
                    Files.delete(emptied);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
