/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A program that serves etcd's API and takes etcd's flags.
 *
 * @param family which program it is
 * @param version the release as "3.4" or "3.6"; for Kedge the one it imitates
 * @param command the words before the flags
 */
public record ServerBinary(Family family, String version, List<String> command) {

    /** Kedge, or the real etcd. */
    public enum Family {
        KEDGE,
        ETCD
    }

    /** The server that the tests judge: Kedge's distribution, or with -Dkedge.sut=etcd[:/path] an etcd. */
    public static ServerBinary underTest() {
        String sut = System.getProperty("kedge.sut", "kedge");
        if (sut.equals("etcd") || sut.startsWith("etcd:")) {
            return etcd(sut.equals("etcd") ? Tools.require("etcd") : Path.of(sut.substring("etcd:".length())));
        }
        Path home = Path.of(System.getProperty("kedge.home", System.getProperty("basedir", ".") + "/target/kedge"));
        Path launcher = home.resolve("bin/kedge").toAbsolutePath();
        if (!Files.isExecutable(launcher)) {
            throw new IllegalStateException("no distribution at " + launcher + ": run package first");
        }
        return new ServerBinary(Family.KEDGE, "3.6", List.of(launcher.toString(), "server"));
    }

    /** The etcd to compare with: -Dkedge.etcd36 or KEDGE_ETCD36 if given, else the one on the PATH. */
    public static ServerBinary reference() {
        String given = System.getProperty("kedge.etcd36", System.getenv("KEDGE_ETCD36"));
        return etcd(Optional.ofNullable(given)
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElseGet(() -> Tools.require("etcd")));
    }

    /** An etcd at this path; asks it for its version. */
    public static ServerBinary etcd(Path path) {
        Command.Result result = Command.of(path.toString(), "--version").run();
        String firstLine = result.out().lines().findFirst().orElse("").toLowerCase(Locale.ROOT);
        if (!firstLine.startsWith("etcd version: ")) {
            throw new IllegalStateException(path + " is no etcd: " + result);
        }
        String[] numbers = firstLine.substring("etcd version: ".length()).split("\\.", 3);
        return new ServerBinary(Family.ETCD, numbers[0] + "." + numbers[1], List.of(path.toString()));
    }

    /** The same program with these options for its Java machine. */
    public ServerBinary withJavaOptions(String options) {
        List<String> words = new ArrayList<>(List.of("env", "KEDGE_JAVA_OPTS=" + options));
        words.addAll(command);
        return new ServerBinary(family, version, words);
    }

    @Override
    public String toString() {
        return family.name().toLowerCase(Locale.ROOT) + (family == Family.ETCD ? " " + version : "");
    }
}
