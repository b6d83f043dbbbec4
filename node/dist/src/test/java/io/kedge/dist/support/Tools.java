/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.support;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that some tests need; without them a test is skipped, and fails where CI=true. */
public final class Tools {
    private Tools() {}

    /** The program's path, or a skipped test. */
    public static Path require(String program) {
        Optional<Path> found = find(program);
        if (found.isEmpty()) {
            missing(program + " is not on the PATH");
        }
        return found.orElseThrow();
    }

    /** Looks for an executable on the PATH; a name with a slash is taken as a path. */
    public static Optional<Path> find(String program) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program)).filter(Files::isExecutable);
        }
        String path = System.getenv().getOrDefault("PATH", "");
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Skips the calling test, or fails it on a machine that promises to have everything (CI=true). */
    public static void missing(String what) {
        if ("true".equalsIgnoreCase(System.getenv("CI"))) {
            throw new AssertionError(what + ", and CI=true wants every test to run");
        }
        Assumptions.abort("SKIPPED: " + what);
    }
}
