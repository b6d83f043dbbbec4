/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.model.Command;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The log's format: what is written is read back, and the bytes are those of the first version for ever. */
final class CommandCodecTest {

    @Test
    void whatIsWrittenIsReadBack() {
        SampleCommands samples = new SampleCommands(1);
        for (int i = 0; i < 20_000; i++) {
            Command command = samples.next();
            byte[] bytes = CommandCodec.encode(command);
            Command read = CommandCodec.decode(bytes);
            assertThat(CommandCodec.encode(read))
                    .as("command %d of seed 1: %s", i, command)
                    .isEqualTo(bytes);
            if (i < 1_000) {
                // Slow, and the bytes of what was read say nearly the same.
                assertThat(read).usingRecursiveComparison().isEqualTo(command);
            }
        }
    }

    @Test
    void theFixedCommandsAreReadBack() {
        SampleCommands.fixed().forEach((name, command) -> assertThat(CommandCodec.decode(CommandCodec.encode(command)))
                .as(name)
                .usingRecursiveComparison()
                .isEqualTo(command));
    }

    @Test
    void theBytesNeverChange() throws Exception {
        Map<String, String> golden = new TreeMap<>();
        try (var in = new BufferedReader(new InputStreamReader(
                CommandCodecTest.class.getResourceAsStream("commands.golden"), StandardCharsets.US_ASCII))) {
            in.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split(" ");
                golden.put(parts[0], parts[1]);
            });
        }
        Map<String, String> written = new TreeMap<>();
        SampleCommands.fixed()
                .forEach((name, command) -> written.put(name, HexFormat.of().formatHex(CommandCodec.encode(command))));
        assertThat(written).isEqualTo(golden);
    }

    @Test
    void aForwardedCommandSaysWhereItComesFrom() {
        SampleCommands.fixed().forEach((name, command) -> {
            byte[] own = CommandCodec.encode(command);
            byte[] forwarded = CommandCodec.forwarded(own, -5, Long.MIN_VALUE);
            assertThat(CommandCodec.origin(own)).as(name).isZero();
            assertThat(CommandCodec.sequence(own)).as(name).isZero();
            assertThat(CommandCodec.origin(forwarded)).as(name).isEqualTo(-5);
            assertThat(CommandCodec.sequence(forwarded)).as(name).isEqualTo(Long.MIN_VALUE);
            assertThat(CommandCodec.isMemberChange(forwarded)).as(name).isEqualTo(name.equals("memberchange"));
            assertThat(CommandCodec.decode(forwarded))
                    .as(name)
                    .usingRecursiveComparison()
                    .isEqualTo(command);
        });
    }

    @Test
    void aNewerFormatOrKindStopsTheReader() {
        byte[] bytes = CommandCodec.encode(SampleCommands.fixed().get("put"));
        for (int at : new int[] {0, 1, 2}) {
            byte[] newer = bytes.clone();
            newer[at] = 99;
            assertThatThrownBy(() -> CommandCodec.decode(newer)).isInstanceOf(UnknownFormatException.class);
        }
    }
}
