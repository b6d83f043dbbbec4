/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code kedge dev} shows: lines to paste, only of programs that this machine has, and each one works from here.
 */
final class DevScreen {

    private static final int DEFAULT_PORT = 2379;
    private static final String JAVA_LINE =
            "echo 'System.out.println(io.kedge.client.KedgeClient.connect(\"localhost:%d\")"
                    + ".kv().get(\"greeting\").await().indefinitely());' | %s -s --class-path '%s' -";

    private final List<Integer> ports;
    private final int port;
    private final Path dataDir;
    private final boolean temporary;

    DevScreen(List<Integer> ports, Path dataDir, boolean temporary) {
        this.ports = ports;
        this.port = ports.get(0);
        this.dataDir = dataDir;
        this.temporary = temporary;
    }

    void print(PrintStream out) {
        boolean moved = port != DEFAULT_PORT;
        out.println();
        out.println("# Kedge development node, ready to serve client requests. Ctrl-C ends it.");
        if (ports.size() > 1) {
            out.println("# A cluster of " + ports.size() + " members in one process, ports "
                    + String.join(", ", ports.stream().map(String::valueOf).toList()) + ".");
        }
        out.println("# Clients: http://localhost:" + port + (moved ? " (" + DEFAULT_PORT + " was not to be had)" : ""));
        out.println("# Data:    " + dataDir.toAbsolutePath() + (temporary ? " (removed at the end)" : ""));
        out.println("# Paste into another terminal, in this folder:");
        String endpoint = moved ? " --endpoints localhost:" + port : "";
        home().ifPresent(home -> {
            String kedge = quoted(home.resolve("bin").resolve("kedge"));
            out.println(kedge + " put greeting hello" + endpoint);
            out.println(kedge + " get greeting" + endpoint);
            out.println(kedge + " watch greeting" + endpoint);
        });
        if (onPath("etcdctl").isPresent()) {
            String etcdctl = "ETCDCTL_API=3 etcdctl" + endpoint;
            out.println(etcdctl + " put greeting hello");
            out.println(etcdctl + " get greeting");
            if (ports.size() > 1) {
                List<String> all =
                        ports.stream().map(each -> "localhost:" + each).toList();
                out.println("ETCDCTL_API=3 etcdctl --endpoints " + String.join(",", all) + " endpoint status -w table");
            }
        }
        if (onPath("curl").isPresent()) {
            out.println("curl -X PUT --data-binary hello http://localhost:" + port + "/v1/kv/greeting");
            out.println("curl http://localhost:" + port + "/v1/kv/greeting");
            out.println("curl http://localhost:" + port + "/health");
        }
        java(out);
        out.flush();
    }

    private void java(PrintStream out) {
        Path shell = Path.of(System.getProperty("java.home"), "bin", "jshell");
        Optional<Path> home = home();
        if (home.isEmpty() || !Files.isExecutable(shell)) {
            return;
        }
        String program = onPath("jshell").isPresent() ? "jshell" : quoted(shell);
        String version = String.valueOf(System.getProperty("kedge.version", ""));
        out.println("# Java, with Mutiny; the dependency is io.kedge:kedge-grpc-client"
                + (version.isEmpty() ? "" : ":" + version) + ":");
        out.println(JAVA_LINE.formatted(port, program, home.get().resolve("lib") + "/*"));
    }

    /** The distribution as seen from the working directory; none when the program runs from loose classes. */
    private static Optional<Path> home() {
        String given = System.getProperty("kedge.home");
        if (given == null) {
            return Optional.empty();
        }
        Path home = Path.of(given);
        Path here = Path.of("").toAbsolutePath();
        Path shown = home.startsWith(here) ? here.relativize(home) : home;
        return Optional.of(shown.toString().isEmpty() ? Path.of(".") : shown);
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static Optional<Path> onPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path file = Path.of(folder, program);
            if (Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
