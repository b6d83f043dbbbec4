/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.tla;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the model checker TLC on the specifications beside this class, each time in a process and directory of its own.
 */
public final class Tlc {

    private static final List<String> SPECIFICATIONS = List.of(
            "Raft.tla",
            "TraceTerms.tla",
            "RaftTrace.tla",
            "RaftTrace.cfg",
            "MCRaft.tla",
            "MCRaft.cfg",
            "MCLag.cfg",
            "MCCrash.cfg",
            "MCMembers.cfg");
    private static final Pattern RECORDS = Pattern.compile("<<\"RECORDS\", (\\d+)>>");
    private static final Pattern REACHED = Pattern.compile("<<\"REACHED\", (\\d+)>>");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private Tlc() {}

    /**
     * Whether the trace is a behaviour of the specification. Its files stay in {@code target/tla/name}.
     *
     * @param trace see {@link TlaTrace#module}
     * @throws IllegalStateException if TLC did not come to an end
     */
    public static TlcVerdict check(String name, String trace) {
        try {
            Path directory = prepare(name);
            Files.writeString(directory.resolve("TraceData.tla"), trace);
            String said = run(directory, "RaftTrace", "RaftTrace.cfg", 1, LONGEST);
            if (!said.contains("Model checking completed. No error has been found.")) {
                throw new IllegalStateException("TLC found no end, see " + directory + ":\n" + said);
            }
            return new TlcVerdict(last(RECORDS, said), last(REACHED, said), said.contains("<<\"UNSAFE\""));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Explores all behaviours of the specification within the bounds of {@code config}; what TLC prints.
     *
     * @param change what becomes of the specification's text before
     */
    static String explore(String name, String config, UnaryOperator<String> change, Duration longest) {
        try {
            Path directory = prepare(name);
            Path specification = directory.resolve("Raft.tla");
            Files.writeString(specification, change.apply(Files.readString(specification)));
            return run(directory, "MCRaft", config, 2, longest);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int last(Pattern number, String said) {
        Matcher found = number.matcher(said);
        int last = 0;
        while (found.find()) {
            last = Integer.parseInt(found.group(1));
        }
        return last;
    }

    private static Path prepare(String name) throws IOException {
        Path directory = Files.createDirectories(Path.of("target", "tla", name));
        for (String file : SPECIFICATIONS) {
            try (InputStream in = Objects.requireNonNull(Tlc.class.getResourceAsStream("/tla/" + file), file)) {
                Files.copy(in, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return directory;
    }

    private static String run(Path directory, String module, String config, int workers, Duration longest)
            throws IOException {
        Path said = directory.resolve("tlc.out");
        // TLC unpacks its standard modules into the directory for temporary files.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx700m",
                        "-Xss16m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=" + (workers == 1 ? 1 : 4),
                        "-Djava.io.tmpdir=" + directory.toAbsolutePath(),
                        "-cp",
                        jar(),
                        "tlc2.TLC",
                        "-workers",
                        Integer.toString(workers),
                        "-metadir",
                        directory.resolve("states").toAbsolutePath().toString(),
                        "-config",
                        config,
                        module)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("TLC was not done after " + longest + ", see " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(said);
    }

    private static String jar() {
        try {
            return Path.of(tlc2.TLC
                            .class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
