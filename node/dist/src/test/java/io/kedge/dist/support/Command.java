/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end, with its input given and its output kept. */
public final class Command {
    private final List<String> words;
    private final Map<String, String> environment = new HashMap<>();
    private String input = "";
    private Duration limit = Duration.ofSeconds(30);

    private Command(List<String> words) {
        this.words = List.copyOf(words);
    }

    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    public static Command of(List<String> words) {
        return new Command(words);
    }

    public Command env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Command input(String text) {
        input = text;
        return this;
    }

    public Command limit(Duration time) {
        limit = time;
        return this;
    }

    /** Runs to the end; a program that takes longer than the limit is killed and the test fails. */
    public Result run() {
        try (Running running = start()) {
            running.write(input);
            running.closeInput();
            return running.finish(limit);
        }
    }

    /** Starts the program; its output goes to files, so that it never blocks on a full pipe. */
    public Running start() {
        try {
            Path out = Files.createTempFile("kedge-command", ".out");
            Path err = Files.createTempFile("kedge-command", ".err");
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(words))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            return new Running(words, builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How the program ended. */
    public record Result(List<String> words, int exit, byte[] outBytes, String err) {
        /** The output as text. */
        public String out() {
            return new String(outBytes, StandardCharsets.UTF_8);
        }

        /** The output's lines without a trailing empty one. */
        public List<String> lines() {
            return out().lines().toList();
        }

        @Override
        public String toString() {
            return words + " ended with " + exit + ", output: " + out() + ", errors: " + err;
        }

        /** Fails unless the program said success. */
        public Result ok() {
            if (exit != 0) {
                throw new AssertionError(toString());
            }
            return this;
        }
    }

    /** A program under way. Not safe for use by several threads. */
    public static final class Running implements AutoCloseable {
        private final List<String> words;
        private final Process process;
        private final Path out;
        private final Path err;

        private Running(List<String> words, Process process, Path out, Path err) {
            this.words = words;
            this.process = process;
            this.out = out;
            this.err = err;
        }

        /** Writes to the program's input; a program that has ended already is no error here. */
        public void write(String text) {
            try {
                OutputStream stream = process.getOutputStream();
                stream.write(text.getBytes(StandardCharsets.UTF_8));
                stream.flush();
            } catch (IOException e) {
                // Its exit code and output tell more than a broken pipe.
            }
        }

        public void closeInput() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // As above.
            }
        }

        /** What it has written so far. */
        public String out() {
            return read(out);
        }

        public String err() {
            return read(err);
        }

        public boolean alive() {
            return process.isAlive();
        }

        /** Waits until the output holds the text. */
        public void awaitOut(String text) {
            Await.until(
                    Duration.ofSeconds(20),
                    () -> "\"" + text + "\" in the output of " + words + ", which is: " + out() + err(),
                    () -> out().contains(text));
        }

        /** Sends SIGTERM. */
        public void terminate() {
            process.destroy();
        }

        /** Sends SIGINT, as Ctrl-C does. */
        public void interrupt() {
            Command.of("kill", "-INT", Long.toString(process.pid())).run();
        }

        public Result finish(Duration limit) {
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError(
                            words + " did not end within " + limit + "; it wrote: " + out() + "\n" + err());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            return new Result(words, process.exitValue(), bytes(out), err());
        }

        @Override
        public void close() {
            process.destroyForcibly();
            try {
                process.waitFor();
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static String read(Path file) {
            return new String(bytes(file), StandardCharsets.UTF_8);
        }

        private static byte[] bytes(Path file) {
            try {
                return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
