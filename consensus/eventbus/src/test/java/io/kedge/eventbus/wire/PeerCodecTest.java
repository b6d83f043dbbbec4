/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kedge.raft.EntryType;
import io.kedge.raft.LogEntry;
import io.kedge.raft.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Envelopes survive the wire; no bytes do harm. */
final class PeerCodecTest {
    private static final int ENVELOPES = 2_000;

    @Test
    void everyEnvelopeComesBackEqual() throws WireException {
        for (long seed = 0; seed < ENVELOPES; seed++) {
            Envelope envelope = new RandomMessages(seed).envelope();
            byte[] bytes = PeerCodec.encode(envelope);
            Envelope back = PeerCodec.decode(bytes);
            assertThat(PeerCodec.encode(back)).as("seed %d", seed).isEqualTo(bytes);
            if (envelope.body() instanceof Body.Raft || envelope.body() instanceof Body.Hello) {
                assertThat(back).as("seed %d", seed).isEqualTo(envelope);
            }
        }
    }

    @Test
    void theSizeOfAMessageIsWhatItTakes() {
        for (long seed = 0; seed < ENVELOPES; seed++) {
            Message message = new RandomMessages(seed).message(1, 2);
            Envelope envelope = new Envelope(9, 1, 2, 3, 4, 5, 6, new Body.Raft(List.of(message)));
            assertThat(PeerCodec.encode(envelope))
                    .as("seed %d", seed)
                    .hasSize(PeerCodec.HEADER_BYTES + 4 + PeerCodec.sizeBytes(message));
        }
    }

    @Test
    void everyCutIsNoticed() {
        for (long seed = 0; seed < 50; seed++) {
            byte[] bytes = PeerCodec.encode(new RandomMessages(seed).envelope());
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> PeerCodec.decode(cut)).isInstanceOf(WireException.class);
            }
        }
    }

    @Test
    void everyFlippedBitIsNoticed() {
        for (long seed = 0; seed < 30; seed++) {
            byte[] bytes = PeerCodec.encode(new RandomMessages(seed).envelope());
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(isRefused(bytes)).as("seed %d bit %d", seed, bit).isTrue();
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    /** A sender that means harm computes the checksum, too: still an envelope or a typed failure, and little memory. */
    @Test
    void hostileBytesWithAGoodChecksumEndInAnEnvelopeOrATypedFailure() {
        int refused = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = PeerCodec.encode(new RandomMessages(seed % 200).envelope());
            bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 20)) : bytes;
            for (int i = random.nextInt(4); i >= 0 && bytes.length > PeerCodec.HEADER_BYTES; i--) {
                int at = random.nextInt(PeerCodec.HEADER_BYTES - 1, bytes.length);
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
            }
            refused += isRefused(sealed(bytes)) ? 1 : 0;
        }
        assertThat(refused).isBetween(1_000, 19_000);
    }

    @Test
    void anEntryThatIsOutOfPlaceIsNotSent() {
        List<LogEntry> entries = List.of(new LogEntry(7, 1, EntryType.NORMAL, new byte[1]));
        Message append = new Message.AppendEntries(1, 2, 1, 1, 5, 1, entries, 0);
        Envelope envelope = new Envelope(9, 1, 2, 3, 4, 5, 6, new Body.Raft(List.of(append)));
        assertThatThrownBy(() -> PeerCodec.encode(envelope)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMessageOfAnotherMemberIsNotSent() {
        Message beat = new Message.Heartbeat(3, 2, 1, 1, 0, 0);
        Envelope envelope = new Envelope(9, 1, 2, 3, 4, 5, 6, new Body.Raft(List.of(beat)));
        assertThatThrownBy(() -> PeerCodec.encode(envelope)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListingComesBackEqualAndNamesNoPath() throws WireException {
        SnapshotListing listing = new SnapshotListing(
                7, 2, new byte[] {1, 2}, List.of(new SnapshotFile("a.sst", 5, -1), new SnapshotFile("b", 0, 0)));
        byte[] bytes = SnapshotCodec.listing(listing);
        assertThat(SnapshotCodec.readListing(bytes)).isEqualTo(listing);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> SnapshotCodec.readListing(cut)).isInstanceOf(WireException.class);
        }
        byte[] path = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                .replace("a.sst", "../../")
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> SnapshotCodec.readListing(path)).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> new SnapshotFile("../x", 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean isRefused(byte[] bytes) {
        try {
            PeerCodec.decode(bytes);
            return false;
        } catch (WireException e) {
            return true;
        }
    }

    private static byte[] sealed(byte[] bytes) {
        if (bytes.length >= 8) {
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, 4);
            crc.update(bytes, 8, bytes.length - 8);
            ByteBuffer.wrap(bytes).putInt(4, (int) crc.getValue());
        }
        return bytes;
    }
}
