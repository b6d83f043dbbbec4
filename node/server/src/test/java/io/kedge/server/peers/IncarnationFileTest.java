/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.disk.FileDisk;
import io.kedge.server.FatalHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IncarnationFileTest {

    private static final long LIMIT_NANOS = 10_000_000_000L;

    @TempDir
    Path folder;

    private final Queue<String> fatal = new ConcurrentLinkedQueue<>();
    private final FatalHandler handler = (what, cause) -> fatal.add(what + ": " + cause);

    private IncarnationFile open() throws IOException {
        return IncarnationFile.open(new FileDisk(folder), handler);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            Thread.sleep(2);
        }
    }

    @AfterEach
    void nothingFailed() {
        assertThat(fatal).isEmpty();
    }

    @Test
    void when_all_are_forgotten_it_still_opens() throws IOException, InterruptedException {
        IncarnationFile first = open();
        first.firstSeen(5, 11);
        await(() -> first.known(5) != 0);
        first.forget(5);
        await(() -> first.known(5) == 0);
        first.close();
        IncarnationFile again = open();
        assertThat(again.known(5)).isZero();
        again.close();
    }

    @Test
    void what_was_seen_first_is_known_after_a_restart() throws IOException, InterruptedException {
        IncarnationFile first = open();
        assertThat(first.known(-7)).isZero();
        first.firstSeen(-7, -9);
        first.firstSeen(-7, 10);
        first.firstSeen(1, 11);
        await(() -> first.known(-7) != 0 && first.known(1) != 0);
        first.close();
        IncarnationFile again = open();
        assertThat(again.known(-7)).isEqualTo(-9);
        assertThat(again.known(1)).isEqualTo(11);
        again.close();
    }

    @Test
    void it_is_known_only_when_it_is_in_the_file() throws IOException, InterruptedException {
        IncarnationFile file = open();
        file.firstSeen(5, 6);
        await(() -> file.known(5) == 6);
        assertThat(Files.readString(folder.resolve("incarnations"))).isEqualTo("5 6\n");
        file.close();
    }

    @Test
    void who_is_forgotten_may_come_with_another() throws IOException, InterruptedException {
        IncarnationFile file = open();
        file.firstSeen(5, 6);
        await(() -> file.known(5) == 6);
        file.forget(5);
        await(() -> file.known(5) == 0);
        file.firstSeen(5, 7);
        await(() -> file.known(5) == 7);
        file.close();
    }

    @Test
    void a_damaged_file_is_refused() throws IOException {
        Files.writeString(folder.resolve("incarnations"), "5 6\nrubbish\n");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("rubbish");
    }
}
