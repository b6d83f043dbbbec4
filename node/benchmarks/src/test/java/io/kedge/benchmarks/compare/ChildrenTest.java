/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {

    @Test
    void nothingIsLeftAfterClosing(@TempDir Path parent) throws IOException {
        Children children = new Children();
        Path directory = children.directory(parent, "data-");
        Files.createDirectories(directory.resolve("a/b"));
        Files.writeString(directory.resolve("a/b/file"), "x");
        Process process = children.start(new ProcessBuilder("sleep", "600"));
        assertThat(process.isAlive()).isTrue();
        children.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(directory).doesNotExist();
        assertThatThrownBy(() -> children.start(new ProcessBuilder("sleep", "600")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aServerThatEndsAtOnceIsASentenceWithItsLastLines(@TempDir Path parent) throws IOException {
        Candidate broken = new Candidate("Kedge", List.of("sh", "-c", "echo no such flag; exit 2"), "");
        try (Children children = new Children()) {
            assertThatThrownBy(() -> new RunningServer(broken, children, parent))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Kedge: the server ended before it was healthy")
                    .hasMessageContaining("no such flag");
        }
        assertThat(parent).isEmptyDirectory();
    }
}
