/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.Cause;
import io.kedge.model.Event;
import io.kedge.model.Key;
import io.kedge.model.KeyValue;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Stored records and events: read back as written, and laid out as etcd's messages are. */
final class RecordTest {

    @Test
    void recordsAreReadBack() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50_000; i++) {
            byte[] key = new byte[random.nextInt(8)];
            byte[] value = new byte[random.nextInt(10) == 0 ? 200 : random.nextInt(5)];
            random.nextBytes(key);
            random.nextBytes(value);
            long mod = number(random);
            KeyValue kv = random.nextInt(5) == 0
                    ? KeyValue.tombstone(Key.of(key), mod, Cause.DELETE)
                    : KeyValue.put(
                            Key.of(key),
                            value,
                            number(random),
                            mod,
                            1 + random.nextInt(9),
                            random.nextLong(),
                            Cause.PUT);
            KeyValue read = KeyValue.parse(kv.wire(), kv.cause());
            assertThat(read).isEqualTo(kv);
            assertThat(fields(read)).isEqualTo(fields(kv));
            assertThat(read.withoutValue().wire()).isEqualTo(kv.withoutValue().wire());
            KeyValue cut = kv.withoutValue();
            KeyValue wanted = kv.isTombstone()
                    ? kv
                    : KeyValue.put(
                            kv.key(),
                            new byte[0],
                            kv.createRevision(),
                            kv.modRevision(),
                            kv.version(),
                            kv.lease(),
                            kv.cause());
            assertThat(cut.wire()).isEqualTo(wanted.wire());
        }
    }

    private static List<Object> fields(KeyValue kv) {
        return List.of(
                kv.key(),
                hex(kv.value()),
                kv.createRevision(),
                kv.modRevision(),
                kv.version(),
                kv.lease(),
                kv.isTombstone(),
                kv.compareValue(new byte[] {1}));
    }

    private static long number(SplittableRandom random) {
        return random.nextLong() >>> 1 + random.nextInt(63);
    }

    @Test
    void theBytesAreThoseOfEtcdsMessages() {
        KeyValue put = KeyValue.put(Key.utf8("k"), new byte[] {7}, 2, 300, 4, 1, Cause.PUT);
        assertThat(hex(put.wire())).isEqualTo("0a016b" + "1002" + "18ac02" + "2004" + "2a0107" + "3001");
        KeyValue gone = KeyValue.tombstone(Key.utf8("k"), 301, Cause.LEASE_EXPIRED);
        assertThat(hex(gone.wire())).isEqualTo("0a016b" + "18ad02");
        assertThat(hex(new Event(put, null).wire(true))).isEqualTo("120f" + hex(put.wire()));
        assertThat(hex(new Event(gone, put).wire(false))).isEqualTo("0801" + "1206" + hex(gone.wire()));
        assertThat(hex(new Event(gone, put).wire(true)))
                .isEqualTo("0801" + "1206" + hex(gone.wire()) + "1a0f" + hex(put.wire()));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
