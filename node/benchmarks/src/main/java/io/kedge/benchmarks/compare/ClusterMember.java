/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kedge.benchmarks.h2.Rpc;
import io.kedge.benchmarks.load.OneCall;
import io.kedge.benchmarks.load.ProcessCpu;
import io.kedge.grpc.proto.etcdserverpb.StatusRequest;
import io.kedge.grpc.proto.etcdserverpb.StatusResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One member of a cluster: its ports and directory, and its process while it runs. */
final class ClusterMember {

    private static final long READY_SECONDS_MAX = 120;
    private static final long STATUS_MILLIS_MAX = 2_000;

    /** Room for 1 GiB of data and its history. */
    private static final long QUOTA_BYTES = 8L << 30;

    private final Candidate candidate;
    private final Children children;
    private final Path directory;
    private final String name;
    private final int clientPort = FreePorts.next();
    private final int peerPort = FreePorts.next();
    private @Nullable Process process;

    ClusterMember(Candidate candidate, Children children, Path directory, String name) throws IOException {
        this.candidate = candidate;
        this.children = children;
        this.directory = directory;
        this.name = name;
    }

    String peerUrl() {
        return "http://127.0.0.1:" + peerPort;
    }

    /** As {@code --initial-cluster} wants it. */
    String nameAndUrl() {
        return name + "=" + peerUrl();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), clientPort);
    }

    long pid() {
        return running().pid();
    }

    long residentBytes() {
        return ProcessCpu.residentBytes(pid());
    }

    private Process running() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return started;
    }

    /**
     * Starts the process; does not wait.
     *
     * @param state {@code new} or {@code existing}
     */
    void start(String initialCluster, String state) throws IOException {
        List<String> command = new ArrayList<>(candidate.command());
        String client = "http://127.0.0.1:" + clientPort;
        command.addAll(List.of(
                "--name",
                name,
                "--data-dir",
                directory.resolve(name).toString(),
                "--listen-client-urls",
                client,
                "--advertise-client-urls",
                client,
                "--listen-peer-urls",
                peerUrl(),
                "--initial-advertise-peer-urls",
                peerUrl(),
                "--initial-cluster",
                initialCluster,
                "--initial-cluster-state",
                state,
                "--heartbeat-interval",
                "100",
                "--election-timeout",
                "1000",
                "--quota-backend-bytes",
                Long.toString(QUOTA_BYTES)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putIfAbsent("KEDGE_JAVA_OPTS", ClusterPlan.KEDGE_JAVA_OPTS);
        process = children.start(builder);
    }

    /** Waits until the member is healthy, which it is not without a leader. */
    void awaitHealthy() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS_MAX);
        try {
            Health.await(clientPort, deadline, running()::isAlive);
        } catch (IOException e) {
            throw new IOException(candidate.label() + " " + name + ": " + e.getMessage() + lastLines(), e);
        }
    }

    boolean isAlive() {
        return running().isAlive();
    }

    /** For a message: what it said last. */
    String lastLines() throws IOException {
        return "; its last lines:\n" + RunningServer.tail(log().toFile());
    }

    private Path log() {
        return directory.resolve(name + ".log");
    }

    /** As by {@code kill -9}; returns when the signal is sent. */
    void kill() {
        running().destroyForcibly();
    }

    /** Stops the process if it runs, asking first. */
    void stop() {
        if (process != null) {
            children.stop(process);
        }
    }

    StatusResponse status() throws IOException {
        byte[] reply = OneCall.ask(address(), Rpc.STATUS, StatusRequest.getDefaultInstance(), STATUS_MILLIS_MAX);
        try {
            return StatusResponse.parseFrom(reply);
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("a status that does not decode", e);
        }
    }
}
