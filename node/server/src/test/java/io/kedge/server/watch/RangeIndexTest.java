/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RangeIndexTest {

    private static final int STEPS = 20_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final RangeIndex index = new RangeIndex();

    @Test
    void findsWhatALookAtEveryRangeFinds() {
        List<KeyRange> ranges = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            if (random.nextInt(100) < (i % 2_000 < 1_000 ? 70 : 30)) {
                KeyRange added = range();
                WatchGroup group = index.groupOf(added);
                assertThat(group.range()).as("seed %d", seed).isEqualTo(added);
                assertThat(index.groupOf(added)).isSameAs(group);
                if (!ranges.contains(added)) {
                    ranges.add(added);
                }
            } else {
                KeyRange removed = ranges.isEmpty() || random.nextInt(20) == 0
                        ? range()
                        : ranges.get(random.nextInt(ranges.size()));
                ranges.remove(removed);
                index.remove(removed);
            }
            Key key = key();
            assertThat(around(key)).as("seed %d, step %d, key %s", seed, i, key).isEqualTo(naive(ranges, key));
        }
    }

    @Test
    void tenThousandDisjointPrefixesCostAKeyAFewLooks() {
        for (int i = 0; i < 10_000; i++) {
            index.groupOf(KeyRange.prefix(Key.utf8(String.format("tenant/%05d/", i))));
        }
        int most = 0;
        for (int i = 0; i < 10_000; i += 7) {
            int[] found = {0};
            most = Math.max(most, index.forEachAround(Key.utf8(String.format("tenant/%05d/k", i)), g -> found[0]++));
            assertThat(found[0]).isOne();
        }
        // A treap of 10,000 is about 30 deep; even a bad one stays below twice that.
        assertThat(most).isLessThan(100);
    }

    private TreeSet<String> around(Key key) {
        TreeSet<String> found = new TreeSet<>();
        index.forEachAround(
                key, group -> assertThat(found.add(text(group.range()))).isTrue());
        return found;
    }

    private static TreeSet<String> naive(List<KeyRange> ranges, Key key) {
        TreeSet<String> found = new TreeSet<>();
        for (KeyRange range : ranges) {
            if (range.contains(key)) {
                found.add(text(range));
            }
        }
        return found;
    }

    private static String text(KeyRange range) {
        return range.start() + " to " + range.end();
    }

    private KeyRange range() {
        Key start = key();
        switch (random.nextInt(6)) {
            case 0 -> {
                return new KeyRange(start, null, false);
            }
            case 1 -> {
                return KeyRange.prefix(start);
            }
            default -> {
                Key other = key();
                return start.compareTo(other) <= 0
                        ? new KeyRange(start, other, false)
                        : new KeyRange(other, start, false);
            }
        }
    }

    /** Few keys, so that ranges share starts and ends and keys hit both; some bytes are above 127. */
    private Key key() {
        byte[] bytes = new byte[1 + random.nextInt(2)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(12) * 23);
        }
        return Key.of(bytes);
    }
}
