/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A small set of keys, so that random requests meet each other, with the byte strings that are easily got wrong. */
final class Keys {
    static final ByteString NUL = ByteString.copyFrom(new byte[] {0});
    private static final List<ByteString> POOL = pool();

    /** The ways in which key and range_end can name keys. */
    enum Kind {
        SINGLE,
        RANGE,
        PREFIX,
        FROM_KEY,
        ALL,
        EMPTY
    }

    /** A key with its range_end. */
    record Span(Kind kind, ByteString key, ByteString end) {}

    private Keys() {}

    static int compare(ByteString a, ByteString b) {
        return ByteString.unsignedLexicographicalComparator().compare(a, b);
    }

    static ByteString any(Random random) {
        return POOL.get(random.nextInt(POOL.size()));
    }

    /** Different keys. */
    static List<ByteString> some(Random random, int count) {
        List<ByteString> keys = new ArrayList<>(POOL);
        java.util.Collections.shuffle(keys, random);
        return new ArrayList<>(keys.subList(0, Math.min(count, keys.size())));
    }

    static Span span(Random random, Kind kind) {
        ByteString a = any(random);
        ByteString b = any(random);
        ByteString low = compare(a, b) <= 0 ? a : b;
        ByteString high = low == a ? b : a;
        return switch (kind) {
            case SINGLE -> new Span(kind, a, ByteString.EMPTY);
            case RANGE -> new Span(kind, low, low.equals(high) ? high.concat(NUL) : high);
            case PREFIX ->
                random.nextBoolean()
                        ? new Span(kind, ByteString.copyFromUtf8("k/"), ByteString.copyFromUtf8("k0"))
                        : new Span(kind, ByteString.copyFromUtf8("k/0"), ByteString.copyFromUtf8("k/1"));
            case FROM_KEY -> new Span(kind, a, NUL);
            case ALL -> new Span(kind, NUL, NUL);
            case EMPTY -> new Span(kind, high, low.equals(NUL) ? high : low);
        };
    }

    private static List<ByteString> pool() {
        List<ByteString> keys = new ArrayList<>();
        for (String text :
                List.of("a", "b", "c", "k/0", "k/1", "k/2", "k/3", "k/4", "k/5", "k/0/x", "k/0/y", "k0", "l")) {
            keys.add(ByteString.copyFromUtf8(text));
        }
        keys.add(ByteString.copyFromUtf8("k/0").concat(NUL));
        keys.add(NUL.concat(NUL));
        keys.add(ByteString.copyFrom(new byte[] {(byte) 0xff}));
        keys.add(ByteString.copyFrom(new byte[] {(byte) 0xff, (byte) 0xff}));
        keys.add(ByteString.copyFrom(new byte[] {'k', (byte) 0x80, (byte) 0xfe}));
        return List.copyOf(keys);
    }
}
