/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk.recording;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Decides for each operation in the air whether the power loss kept it. */
final class CrashImage {

    private static final int SECTOR_BYTES = 512;

    private final DurableState state;
    private final CrashStyle style;
    private final SplittableRandom random;
    /** Chance of an operation to be kept, drawn once per image: from hardly any to nearly all. */
    private final double keepChance;

    CrashImage(DurableState state, CrashStyle style, long seed) {
        this.state = state;
        this.style = style;
        this.random = new SplittableRandom(seed);
        this.keepChance = 0.1 + 0.8 * random.nextDouble();
    }

    Map<String, Content> build() {
        Map<String, Content> image = new TreeMap<>();
        Map<Integer, Content> contents = new TreeMap<>();
        survivingNames().forEach((name, file) -> image.put(name, contents.computeIfAbsent(file, this::content)));
        return image;
    }

    /** The order of operations on one name is kept by every journalling file system; between names nothing is. */
    private Map<String, Integer> survivingNames() {
        List<Step.NameChange> changes = state.unforcedNames;
        boolean[] kept = new boolean[changes.size()];
        Set<String> needed = new HashSet<>();
        for (int i = changes.size() - 1; i >= 0; i--) {
            List<String> touched = changes.get(i).names();
            if (keeps(i == changes.size() - 1) || touched.stream().anyMatch(needed::contains)) {
                kept[i] = true;
                needed.addAll(touched);
            }
        }
        Map<String, Integer> names = new TreeMap<>(state.names);
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) {
                DurableState.apply(changes.get(i), names);
            }
        }
        return names;
    }

    private boolean keeps(boolean latest) {
        return switch (style) {
            case DROP_ALL_UNFORCED -> false;
            case KEEP_ALL -> true;
            case RANDOM_SECTORS -> random.nextDouble() < keepChance;
            case KEEP_LATEST_ONLY -> latest;
        };
    }

    private Content content(int file) {
        Content durable = state.files.get(file);
        Content content = durable == null ? Content.empty() : durable.share();
        List<Step.FileChange> changes = state.unforced.getOrDefault(file, new ArrayList<>());
        int size = content.size();
        for (int i = 0; i < changes.size(); i++) {
            boolean latest = i == changes.size() - 1;
            Step.FileChange change = changes.get(i);
            if (change instanceof Step.Write write) {
                writeSectors(content, write, latest);
                size = keeps(latest) ? Math.max(size, write.position() + write.length()) : size;
            } else if (change instanceof Step.Truncate truncate && keeps(latest)) {
                content.setSize(truncate.size());
                size = truncate.size();
            }
        }
        content.setSize(size);
        return content;
    }

    private void writeSectors(Content content, Step.Write write, boolean latest) {
        int end = write.position() + write.length();
        int at = write.position();
        while (at < end) {
            int sectorEnd = Math.min(end, (at / SECTOR_BYTES + 1) * SECTOR_BYTES);
            if (keeps(latest)) {
                content.write(at, write.data(), at - write.position(), sectorEnd - at);
            }
            at = sectorEnd;
        }
    }
}
