/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.peers;

import io.kedge.dist.support.Await;
import io.kedge.dist.support.Command;
import io.kedge.dist.support.Ports;
import io.kedge.dist.support.ServerBinary;
import io.kedge.dist.support.Tools;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One member's process among others, with flags of its own. Not safe for use by several threads. */
final class Member implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ServerBinary binary;
    private final Path folder;
    private final String name;
    private final int clientPort = Ports.free();
    private final int peerPort = Ports.free();
    private String scheme = "http";
    private Process process;

    Member(ServerBinary binary, Path folder, String name) {
        this.binary = binary;
        this.folder = folder;
        this.name = name;
    }

    /** {@code m1} and so on. */
    static List<Member> several(ServerBinary binary, Path folder, int count, String scheme) {
        List<Member> members = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            members.add(new Member(binary, folder, "m" + i).scheme(scheme));
        }
        return members;
    }

    /** The value of --initial-cluster. */
    static String initialCluster(List<Member> members) {
        return String.join(
                ",",
                members.stream()
                        .map(member -> member.name + "=" + member.peerUrl())
                        .toList());
    }

    static void closeAll(List<Member> members) {
        members.forEach(Member::close);
    }

    Member scheme(String value) {
        scheme = value;
        return this;
    }

    String name() {
        return name;
    }

    int clientPort() {
        return clientPort;
    }

    String endpoint() {
        return "http://127.0.0.1:" + clientPort;
    }

    String peerUrl() {
        return scheme + "://127.0.0.1:" + peerPort;
    }

    int peerPort() {
        return peerPort;
    }

    Path dataDir() {
        return folder.resolve(name);
    }

    /** Starts it, on its data if it has some, and does not wait. */
    void launch(String initialCluster, String... flags) {
        List<String> words = new ArrayList<>(binary.command());
        words.addAll(List.of("--name", name, "--data-dir", dataDir().toString()));
        words.addAll(List.of("--listen-client-urls", endpoint(), "--advertise-client-urls", endpoint()));
        words.addAll(List.of("--listen-peer-urls", peerUrl(), "--initial-advertise-peer-urls", peerUrl()));
        words.addAll(List.of("--initial-cluster", initialCluster));
        words.addAll(List.of(flags));
        try {
            process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitHealthy() {
        Await.until(LIMIT, () -> name + " is not healthy; its log:\n" + logText(), () -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " ended; its log:\n" + logText());
            }
            return get("/health").statusCode() == 200;
        });
    }

    /** Whether it says at this moment that it is well. */
    boolean isHealthy() {
        try {
            return get("/health").statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint() + path))
                .timeout(Duration.ofSeconds(2))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Runs etcdctl with this member as its endpoint. */
    Command.Result etcdctl(String... words) {
        List<String> line = new ArrayList<>(List.of(Tools.require("etcdctl").toString(), "--endpoints", endpoint()));
        line.addAll(List.of("--command-timeout", "10s"));
        line.addAll(List.of(words));
        return Command.of(line).env("ETCDCTL_API", "3").run();
    }

    /** Waits for a line of the log with all of {@code parts} in it. */
    void awaitLog(String... parts) {
        Await.until(
                LIMIT,
                () -> "no line with " + List.of(parts) + " in the log of " + name + ":\n" + logText(),
                () -> logText().lines().anyMatch(line -> Stream.of(parts).allMatch(line::contains)));
    }

    String logText() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            return "unreadable log: " + e;
        }
    }

    private Path log() {
        return folder.resolve(name + ".log");
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGTERM; the exit code. */
    int stop() {
        process.destroy();
        return awaitExit();
    }

    int awaitExit() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " does not end; its log:\n" + logText());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Deletes its data. */
    void wipe() {
        try (Stream<Path> files = Files.walk(dataDir())) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
