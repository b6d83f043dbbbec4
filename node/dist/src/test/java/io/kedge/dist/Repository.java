/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of this repository: what git would commit, or without git everything that is no build output. */
record Repository(Path root, List<Path> files) {

    private static final Set<String> TEXT_ENDINGS =
            Set.of("java", "md", "xml", "proto", "yaml", "yml", "sh", "txt", "properties", "config", "csv", "json");

    static Repository find() throws IOException, InterruptedException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException("no mvnw above the working directory");
            }
        }
        List<Path> files = Files.exists(root.resolve(".git")) ? listedByGit(root) : walked(root);
        return new Repository(root, files);
    }

    private static List<Path> listedByGit(Path root) throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "ls-files", "-co", "--exclude-standard")
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            return walked(root);
        }
        return listed.lines().map(root::resolve).filter(Files::isRegularFile).toList();
    }

    private static List<Path> walked(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !("/" + root.relativize(file)).matches(".*/(target|\\.git|\\.idea)/.*"))
                    .toList();
        }
    }

    String name(Path file) {
        return root.relativize(file).toString();
    }

    List<Path> ending(String ending) {
        return files.stream().filter(file -> file.toString().endsWith(ending)).toList();
    }

    List<Path> mainJava() {
        return ending(".java").stream()
                .filter(file -> file.toString().contains("/src/main/java/"))
                .toList();
    }

    /** Files a person reads: by their ending, and scripts, which have none. */
    List<Path> texts() {
        return files.stream()
                .filter(file -> {
                    String name = file.getFileName().toString();
                    int dot = name.lastIndexOf('.');
                    return dot <= 0 || TEXT_ENDINGS.contains(name.substring(dot + 1));
                })
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
