/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.model.Caller;
import io.kedge.model.Cause;
import io.kedge.model.Command;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import io.kedge.model.TxnRequest;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Broken bytes are refused with one of two exceptions, whatever they are. */
final class HostileBytesTest {

    @Test
    void everyTruncationAndEveryOtherByteIsReadOrRefused() {
        SampleCommands.fixed().forEach((name, command) -> {
            byte[] bytes = CommandCodec.encode(command);
            for (int length = 0; length < bytes.length; length++) {
                assertThat(isRefused(Arrays.copyOf(bytes, length)))
                        .as(name + " cut at " + length)
                        .isTrue();
            }
            assertThat(isRefused(Arrays.copyOf(bytes, bytes.length + 1)))
                    .as(name)
                    .isTrue();
            for (int at = 0; at < bytes.length; at++) {
                for (int value = 0; value < 256; value++) {
                    byte[] changed = bytes.clone();
                    changed[at] = (byte) value;
                    isRefused(changed);
                }
            }
        });
    }

    @Test
    void randomBytesAreReadOrRefused() {
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 4) {
                bytes[0] = 1;
                bytes[1] = 1;
                bytes[2] = (byte) random.nextInt(14);
                bytes[3] = (byte) random.nextInt(3);
                bytes[4] = 0;
            }
            refused += isRefused(bytes) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(100_000);
    }

    /** True if refused; anything but the two exceptions passes through and fails the test. */
    private static boolean isRefused(byte[] bytes) {
        try {
            CommandCodec.decode(bytes);
            return false;
        } catch (IllegalArgumentException | UnknownFormatException expected) {
            return true;
        }
    }

    @Test
    void nestingIsBounded() {
        TxnRequest txn = new TxnRequest(List.of(), List.of(), List.of());
        for (int level = 1; level < TxnRequest.NESTING_MAX; level++) {
            txn = new TxnRequest(List.of(), List.of(txn), List.of());
        }
        Command deepest = Command.of(Caller.NODE, txn);
        assertThat(CommandCodec.decode(CommandCodec.encode(deepest))).isEqualTo(deepest);
        Command tooDeep = Command.of(Caller.NODE, new TxnRequest(List.of(), List.of(txn), List.of()));
        assertThatThrownBy(() -> CommandCodec.encode(tooDeep)).isInstanceOf(IllegalArgumentException.class);

        WireWriter bottomless = new WireWriter(1 << 20);
        bottomless.raw(new byte[] {1, 1, 3, 0, 0, 0, 0});
        for (int i = 0; i < 200_000; i++) {
            bottomless.raw(new byte[] {0, 1, 4});
        }
        assertThat(isRefused(bottomless.toBytes())).isTrue();
    }

    @Test
    void aCountAsksForNoMemory() {
        // Each level claims as many operations as there are bytes left; a list of that size each would be gigabytes.
        WireWriter greedy = new WireWriter(1 << 21);
        greedy.raw(new byte[] {1, 1, 3, 0, 0, 0, 0});
        for (int i = 0; i < 255; i++) {
            greedy.u8(0);
            greedy.varint(4_000_000);
            greedy.u8(4);
        }
        greedy.raw(new byte[5_000_000]);
        assertThat(isRefused(greedy.toBytes())).isTrue();
    }

    @Test
    void brokenRecordsAreRefused() {
        byte[] wire = KeyValue.put(Key.utf8("key"), new byte[200], 5, 6, 2, 9, Cause.PUT)
                .wire();
        SplittableRandom random = new SplittableRandom(2);
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] changed = Arrays.copyOf(wire, random.nextInt(wire.length + 1));
            for (int j = random.nextInt(4); j > 0 && changed.length > 0; j--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                KeyValue parsed = KeyValue.parse(changed, Cause.PUT);
                assertThat(parsed.value()).hasSize(parsed.valueLength());
                assertThat(parsed.withoutValue().valueLength()).isZero();
            } catch (IllegalArgumentException expected) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void aLengthBeyondTheInputOrBelowZeroIsRefused() {
        WireReader reader = new WireReader(new byte[] {1, 2, 3});
        assertThatThrownBy(() -> reader.skip(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reader.skip(4)).isInstanceOf(IllegalArgumentException.class);
        WireWriter negative = new WireWriter(16);
        negative.varint(-1);
        assertThatThrownBy(() -> new WireReader(negative.toBytes()).bytes())
                .isInstanceOf(IllegalArgumentException.class);
        byte[] endless = new byte[11];
        Arrays.fill(endless, (byte) 0xff);
        assertThatThrownBy(() -> new WireReader(endless).varint()).isInstanceOf(IllegalArgumentException.class);
    }
}
