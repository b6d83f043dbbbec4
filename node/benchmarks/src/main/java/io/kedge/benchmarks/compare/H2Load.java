/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import io.kedge.benchmarks.load.ProcessCpu;
import io.kedge.benchmarks.load.Shape;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs nghttp2's {@code h2load} with one request again and again. It sees HTTP status, not grpc-status. */
final class H2Load {

    private static final Pattern RATE = Pattern.compile("finished in ([0-9.]+)(us|ms|s), ([0-9.]+) req/s");
    private static final Pattern COUNTS = Pattern.compile(
            "requests: \\d+ total, \\d+ started, \\d+ done, (\\d+) succeeded, (\\d+) failed, (\\d+) errored");
    private static final Map<String, Double> MICROS = Map.of("us", 1.0, "ms", 1e3, "s", 1e6);
    private static final Pattern TIME = Pattern.compile("time for request:\\s+\\S+\\s+\\S+\\s+([0-9.]+)(us|ms|s)\\s");

    private H2Load() {}

    /** What its output says; {@code meanMicros} is the mean time of a request. */
    record Result(double perSecond, long succeeded, long failed, double meanMicros) {}

    static boolean isInstalled() {
        try {
            Process process = new ProcessBuilder("h2load", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static Measurement run(RunningServer server, Fixed request, Shape shape, double seconds) throws IOException {
        Path body = server.directory().resolve("h2load-body");
        Files.write(body, request.body());
        File output = server.directory().resolve("h2load-output").toFile();
        ProcessBuilder builder = new ProcessBuilder(command(server.clientPort(), request, shape, seconds, body))
                .redirectErrorStream(true)
                .redirectOutput(output);
        long serverMicros = -ProcessCpu.cpuMicros(server.pid());
        Process process = server.children().start(builder);
        long clientMicros = waitForCpu(process);
        serverMicros += ProcessCpu.cpuMicros(server.pid());
        server.children().stop(process);
        Result result = parse(Files.readString(output.toPath(), StandardCharsets.UTF_8));
        double requests = Math.max(1, result.succeeded());
        return new Measurement(
                result.perSecond(),
                serverMicros / requests,
                clientMicros / requests,
                result.meanMicros(),
                Double.NaN,
                result.failed());
    }

    private static List<String> command(int port, Fixed request, Shape shape, double seconds, Path body) {
        List<String> words = new ArrayList<>(List.of(
                "h2load",
                "-t1",
                "-c" + shape.connections(),
                "-m" + shape.streams(),
                "-D" + Math.max(1, Math.round(seconds))));
        if (request.body().length > 0) {
            words.add("-d" + body);
        }
        words.addAll(request.options());
        words.add("http://127.0.0.1:" + port + request.path());
        return words;
    }

    /** Waits for the end; returns the CPU it was last seen to have used, in microseconds. */
    private static long waitForCpu(Process process) throws IOException {
        long seen = 0;
        try {
            while (!process.waitFor(50, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                seen = Math.max(seen, ProcessCpu.cpuMicros(process.pid()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while h2load ran", e);
        }
        return seen;
    }

    static Result parse(String output) throws IOException {
        Matcher rate = RATE.matcher(output);
        Matcher counts = COUNTS.matcher(output);
        if (!rate.find() || !counts.find()) {
            throw new IOException("h2load said: " + output.strip());
        }
        Matcher time = TIME.matcher(output);
        double meanMicros = time.find()
                ? Double.parseDouble(time.group(1)) * MICROS.getOrDefault(time.group(2), Double.NaN)
                : Double.NaN;
        return new Result(
                Double.parseDouble(rate.group(3)),
                Long.parseLong(counts.group(1)),
                Long.parseLong(counts.group(2)) + Long.parseLong(counts.group(3)),
                meanMicros);
    }
}
