/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a table must say of the machine and the commit it was made with. */
final class Machine {

    private Machine() {}

    static String describe(Path workDirectory) throws IOException {
        double memoryGib =
                Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "")) / 1024.0 / 1024.0;
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %.0f GiB; Linux %s; JDK %s; data on %s; load average at start %s",
                field("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                memoryGib,
                System.getProperty("os.version"),
                Runtime.version(),
                Files.getFileStore(workDirectory).type(),
                Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
    }

    /**
     * The commit checked out in a directory, with "-changed" if files differ from it; "unknown" outside a repository.
     */
    static String commit(Path directory) {
        String commit = firstLine(List.of("git", "-C", directory.toString(), "rev-parse", "--short=10", "HEAD"));
        if (!commit.matches("[0-9a-f]+")) {
            return "unknown";
        }
        String changes =
                firstLine(List.of("git", "-C", directory.toString(), "status", "--porcelain", "--untracked-files=no"));
        return changes.isEmpty() ? commit : commit + "-changed";
    }

    /** First line that a command prints, on either stream; empty if it cannot be run. */
    static String firstLine(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output.lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String field(String file, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(name)) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return "0";
    }
}
