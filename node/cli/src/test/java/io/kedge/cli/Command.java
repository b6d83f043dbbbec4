/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli;

import io.kedge.client.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own, as a shell starts it. */
final class Command implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** What a finished command left. */
    record Result(int exitCode, String out, String err) {}

    private final Process process;
    private final Path out;
    private final Path err;
    private final Path in;

    private Command(Map<String, String> environment, byte[] stdin, String... arguments) throws IOException {
        out = Files.createTempFile("kedge-cli", ".out");
        err = Files.createTempFile("kedge-cli", ".err");
        in = Files.createTempFile("kedge-cli", ".in");
        Files.write(in, stdin);
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.kedge.cli.Kedge"));
        line.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("KEDGE_ENDPOINTS");
        builder.environment().putAll(environment);
        process = builder.start();
    }

    static Command start(String... arguments) {
        return start(Map.of(), new byte[0], arguments);
    }

    static Result run(String... arguments) {
        return run(Map.of(), new byte[0], arguments);
    }

    static Result run(Map<String, String> environment, byte[] stdin, String... arguments) {
        try (Command command = start(environment, stdin, arguments)) {
            return command.await();
        }
    }

    private static Command start(Map<String, String> environment, byte[] stdin, String... arguments) {
        try {
            return new Command(environment, stdin, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Result await() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running; out: " + out() + " err: " + err());
            }
            return new Result(process.exitValue(), out(), err());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitOut(String text) {
        Await.until(LIMIT, "'" + text + "' in the output; stderr: " + err(), () -> out().contains(text));
    }

    void awaitErr(String text) {
        Await.until(LIMIT, "'" + text + "' in the errors", () -> err().contains(text));
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** Ctrl-C. */
    void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        for (Path file : List.of(in, out, err)) {
            file.toFile().delete();
        }
    }
}
