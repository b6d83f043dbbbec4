/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A server process on free loopback ports with a directory of its own. The system property {@code kedge.test.server} is
 * the command, with {@code {client}}, {@code {peer}} for ports and {@code {dir}}; without it a real etcd from the PATH.
 * A missing etcd skips the test, or fails it where the environment says CI=true.
 */
public final class TestServer implements AutoCloseable {

    private static final String ETCD = "etcd --name m --data-dir {dir} --listen-client-urls http://127.0.0.1:{client}"
            + " --advertise-client-urls http://127.0.0.1:{client} --listen-peer-urls http://127.0.0.1:{peer}"
            + " --initial-advertise-peer-urls http://127.0.0.1:{peer}"
            + " --initial-cluster m=http://127.0.0.1:{peer} --heartbeat-interval 50 --election-timeout 250";

    private final int clientPort = freePort();
    private final int peerPort = freePort();
    private final Path directory;
    private Process process;

    private TestServer() {
        try {
            directory = Files.createTempDirectory("kedge-client-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server that answers. */
    public static TestServer start() {
        TestServer server = new TestServer();
        server.restart();
        return server;
    }

    /** {@code host:port} of clients. */
    public String endpoint() {
        return "127.0.0.1:" + clientPort;
    }

    /** A free port that nothing listens on. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Watches that the server has open. */
    public long watchers() {
        String name = "etcd_debugging_mvcc_watcher_total ";
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://" + endpoint() + "/metrics"))
                .build();
        try {
            HttpResponse<Stream<String>> answer =
                    HttpClient.newHttpClient().send(metrics, HttpResponse.BodyHandlers.ofLines());
            return answer.body()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A client with the defaults; the caller closes it. */
    public KedgeClient client() {
        return KedgeClient.builder().endpoints(endpoint()).build();
    }

    /** Starts it again on the same ports with the same data. */
    public void restart() {
        String template = System.getProperty("kedge.test.server", ETCD);
        if (template.startsWith("etcd ") && !onPath("etcd")) {
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException("no etcd on the PATH");
            }
            Assumptions.abort("no etcd on the PATH");
        }
        List<String> command = Arrays.stream(template.split(" "))
                .map(word -> word.replace("{client}", String.valueOf(clientPort))
                        .replace("{peer}", String.valueOf(peerPort))
                        .replace("{dir}", directory.resolve("data").toString()))
                .toList();
        File log = directory.resolve("log").toFile();
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until(Duration.ofSeconds(20), "server listens", this::listens);
        try (KedgeClient client = client()) {
            Await.until(Duration.ofSeconds(20), "server answers", () -> answers(client));
        }
    }

    private static boolean answers(KedgeClient client) {
        try {
            return client.kv().get("ready").await().atMost(Duration.ofSeconds(6)) != null;
        } catch (KedgeClientException e) {
            return false;
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended with " + process.exitValue() + "; log in " + directory);
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", clientPort), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Ends it at once, as a power cut would. */
    public void kill() {
        try {
            process.destroyForcibly();
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets it stand still with its sockets open, as a cut network would look. */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets a frozen one go on. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill " + name + " ended with " + exit);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
