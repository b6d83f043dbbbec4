/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import io.kedge.dist.support.Await;
import io.kedge.dist.support.Command;
import io.kedge.dist.support.Ports;
import io.kedge.dist.support.ServerBinary;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A cluster of server processes on free loopback ports. Not safe for use by several threads. */
final class ClusterUnderTest implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ServerBinary binary;
    private final Path folder;
    private final List<Integer> clientPorts = new ArrayList<>();
    private final List<Integer> peerPorts;
    /** Where the others find each member: the port it listens at, or one in front of it. */
    private final List<Integer> knownPeerPorts;

    private final List<Process> processes = new ArrayList<>();
    /** That every member gets besides. */
    private final List<String> flags;

    private ClusterUnderTest(
            ServerBinary binary,
            Path folder,
            List<Integer> peerPorts,
            List<Integer> knownPeerPorts,
            List<String> flags) {
        this.flags = flags;
        this.binary = binary;
        this.folder = folder;
        this.peerPorts = peerPorts;
        this.knownPeerPorts = knownPeerPorts;
        for (int i = 0; i < peerPorts.size(); i++) {
            clientPorts.add(Ports.free());
            processes.add(null);
        }
    }

    /** Starts {@code members} members with data below {@code folder} and waits until all are healthy. */
    static ClusterUnderTest start(ServerBinary binary, Path folder, int members) {
        List<Integer> ports =
                IntStream.range(0, members).mapToObj(i -> Ports.free()).toList();
        return new ClusterUnderTest(binary, folder, ports, ports, List.of()).started();
    }

    /** The same with one member behind each of the proxies. */
    static ClusterUnderTest start(ServerBinary binary, Path folder, PeerProxies proxies, String... flags) {
        return new ClusterUnderTest(binary, folder, proxies.hiddenPorts(), proxies.shownPorts(), List.of(flags))
                .started();
    }

    private ClusterUnderTest started() {
        try {
            for (int i = 0; i < size(); i++) {
                launch(i);
            }
            for (int i = 0; i < size(); i++) {
                awaitHealthy(i);
            }
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    int size() {
        return processes.size();
    }

    /** As a URL. */
    String endpoint(int member) {
        return "http://127.0.0.1:" + clientPort(member);
    }

    int clientPort(int member) {
        return clientPorts.get(member);
    }

    /** All of them, separated by commas. */
    String endpoints() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            all.add(endpoint(i));
        }
        return String.join(",", all);
    }

    /** Starts a member, on its data if it has some, and does not wait for it. */
    void launch(int member) {
        List<String> words = new ArrayList<>(binary.command());
        List<String> initial = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            initial.add(name(i) + "=" + url(knownPeerPorts.get(i)));
        }
        words.addAll(List.of("--name", name(member)));
        words.addAll(List.of("--data-dir", folder.resolve(name(member)).toString()));
        words.addAll(List.of("--listen-client-urls", endpoint(member), "--advertise-client-urls", endpoint(member)));
        words.addAll(List.of("--listen-peer-urls", url(peerPorts.get(member))));
        words.addAll(List.of("--initial-advertise-peer-urls", url(knownPeerPorts.get(member))));
        words.addAll(List.of("--initial-cluster", String.join(",", initial)));
        words.addAll(flags);
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            processes.set(member, process);
            Thread writer = new Thread(() -> copyOutput(process, log(member)), "log of " + name(member));
            writer.setDaemon(true);
            writer.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By a thread of ours, so that a limit on the size of the member's files does not silence it. */
    private static void copyOutput(Process process, Path log) {
        try (InputStream from = process.getInputStream();
                OutputStream to = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            from.transferTo(to);
        } catch (IOException e) {
            // The process is gone, or the folder: nothing more will be read of this log.
        }
    }

    static String name(int member) {
        return "m" + member;
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** Waits until the member says that it is well, which takes a leader. */
    void awaitHealthy(int member) {
        Await.until(READY_LIMIT, () -> name(member) + " is not healthy; its log:\n" + logTail(member), () -> {
            if (!processes.get(member).isAlive()) {
                throw new AssertionError(name(member) + " ended; its log:\n" + logTail(member));
            }
            HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint(member) + "/health"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        });
    }

    boolean alive(int member) {
        return processes.get(member).isAlive();
    }

    /** Of the process that runs now, or ran last. */
    long pid(int member) {
        return processes.get(member).pid();
    }

    /** Sends a signal by its name without SIG. */
    void signal(int member, String signal) {
        Command.of("kill", "-" + signal, Long.toString(pid(member))).run().ok();
    }

    /** SIGKILL; returns when it is gone. */
    void kill(int member) {
        processes.get(member).destroyForcibly();
        awaitExit(member);
    }

    /** SIGTERM; the exit code. */
    int stop(int member) {
        processes.get(member).destroy();
        return awaitExit(member);
    }

    /** The exit code of a member that ends. */
    int awaitExit(int member) {
        try {
            if (!processes.get(member).waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError(name(member) + " does not end; its log:\n" + logTail(member));
            }
            return processes.get(member).exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts a member again on its data and waits until it is healthy. */
    void restart(int member) {
        launch(member);
        awaitHealthy(member);
    }

    /** The last lines that the member wrote, of all its runs. */
    String logTail(int member) {
        try {
            List<String> lines = Files.exists(log(member)) ? Files.readAllLines(log(member)) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return "unreadable log: " + e;
        }
    }

    Path log(int member) {
        return folder.resolve(name(member) + ".log");
    }

    @Override
    public void close() {
        for (int i = 0; i < size(); i++) {
            if (processes.get(i) != null && processes.get(i).isAlive()) {
                kill(i);
            }
        }
    }
}
