/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The repository keeps its own house rules. */
final class TidyTest {

    private static final int FILE_LINES_MAX = 500;
    private static final int METHOD_LINES_MAX = 70;
    private static final int MEDIAN_LINES_MAX = 120;
    private static final int P90_LINES_MAX = 300;
    private static final long BLOB_BYTES_MAX = 512 << 10;

    private static final Set<String> TOP_LEVEL = Set.of(
            "pom.xml",
            "node",
            "consensus",
            "storage-mapdb",
            "protocol-grpc",
            "protocol-http",
            "protocol-mqtt",
            "plugins",
            "examples",
            "README.md",
            "LICENSE",
            "CHANGELOG.md",
            "mvnw");

    private static Repository repository;

    @BeforeAll
    static void findRepository() throws IOException, InterruptedException {
        repository = Repository.find();
        assertThat(repository.mainJava()).hasSizeGreaterThan(100);
    }

    @Test
    void everyJavaFileStartsWithItsLicence() {
        assertThat(faults(repository.ending(".java"), Tidiness::firstLine)).isEmpty();
    }

    @Test
    void linesFitTheColumns() {
        assertThat(faults(repository.ending(".java"), Tidiness::longLines)).isEmpty();
    }

    /** A table that names a test which is gone promises what nobody checks. */
    @Test
    void testsNamedInTablesExist() {
        List<Path> sources = repository.ending(".java");
        Map<String, Path> byClass = sources.stream()
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replace(".java", ""), Function.identity(), (a, b) -> a));
        assertThat(faults(repository.ending("node/docs/pitfalls.md"), page -> Tidiness.namedTests(page).stream()
                        .filter(test -> !isThere(test, byClass))
                        .toList()))
                .isEmpty();
        assertThat(Tidiness.namedTests(Repository.read(
                        repository.ending("node/docs/pitfalls.md").get(0))))
                .hasSizeGreaterThan(20);
    }

    private static boolean isThere(String test, Map<String, Path> byClass) {
        String[] words = test.split("\\.", 2);
        Path source = byClass.get(words[0]);
        return source != null && (words.length == 1 || Repository.read(source).contains("void " + words[1] + "("));
    }

    @Test
    void methodsFitAScreen() {
        assertThat(faults(repository.ending(".java"), source -> JavaMethods.of(source).stream()
                        .filter(method -> method.lines() > METHOD_LINES_MAX)
                        .map(method -> "line " + method.line() + ": " + method.lines() + " lines in one method")
                        .toList()))
                .isEmpty();
    }

    @Test
    void filesAreSmall() {
        assertThat(faults(
                        repository.ending(".java"),
                        source -> source.lines().count() > FILE_LINES_MAX
                                ? List.of("has " + source.lines().count() + " lines")
                                : List.of()))
                .isEmpty();
        List<Long> lines = repository.mainJava().stream()
                .map(file -> Repository.read(file).lines().count())
                .sorted()
                .toList();
        long median = lines.get(lines.size() / 2);
        long p90 = lines.get(lines.size() * 9 / 10);
        System.out.printf("main code: %d files, lines median %d, p90 %d%n", lines.size(), median, p90);
        assertThat(median).isLessThanOrEqualTo(MEDIAN_LINES_MAX);
        assertThat(p90).isLessThanOrEqualTo(P90_LINES_MAX);
    }

    @Test
    void everyMainPackageIsNullMarked() {
        Set<Path> packages = repository.mainJava().stream().map(Path::getParent).collect(Collectors.toSet());
        assertThat(packages).allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                .exists());
        List<Path> infos = repository.mainJava().stream()
                .filter(file -> file.endsWith("package-info.java"))
                .toList();
        assertThat(faults(infos, Tidiness::nullMarks)).isEmpty();
    }

    @Test
    void nothingIsPutOff() {
        assertThat(faults(repository.texts(), Tidiness::postponed)).isEmpty();
    }

    @Test
    void onlyCommandsPrint() {
        List<Path> quiet = repository.mainJava().stream()
                .filter(file -> !file.toString().contains("/io/kedge/cli/"))
                .filter(file -> !file.toString().contains("/io/kedge/benchmarks/"))
                .filter(file -> !file.toString().contains("/io/kedge/examples/"))
                .toList();
        assertThat(faults(quiet, Tidiness::printing)).isEmpty();
    }

    @Test
    void nothingNamesAMachineOrARegistry() {
        assertThat(faults(repository.texts(), Tidiness::foreignWords)).isEmpty();
    }

    @Test
    void noLargeBlobs() {
        assertThat(repository.files())
                .allSatisfy(file ->
                        assertThat(Files.size(file)).as(repository.name(file)).isLessThanOrEqualTo(BLOB_BYTES_MAX));
    }

    @Test
    void everyMarkdownFileHasOneTitleAndLiveLinks() {
        List<Path> pages = repository.ending(".md");
        assertThat(faults(pages, Tidiness::titles)).isEmpty();
        List<String> dead = new ArrayList<>();
        for (Path page : pages) {
            Tidiness.deadLinks(page, Repository.read(page))
                    .forEach(fault -> dead.add(repository.name(page) + " " + fault));
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void noFolderIsInventedAndTheDistributionHasNoCode() {
        Set<String> names = new TreeSet<>();
        for (Path file : repository.files()) {
            String name = repository.name(file);
            assertThat(name).doesNotStartWith("node/dist/src/main/java/");
            names.add(name.replaceFirst("/.*", ""));
        }
        names.removeIf(name -> name.startsWith(".") || TOP_LEVEL.contains(name));
        assertThat(names).isEmpty();
    }

    private static List<String> faults(List<Path> files, Function<String, List<String>> check) {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            for (String fault : check.apply(Repository.read(file))) {
                found.add(repository.name(file) + " " + fault);
            }
        }
        return found;
    }
}
