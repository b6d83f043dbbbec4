/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.disk.Disk;
import io.kedge.disk.ForgetfulDisk;
import io.kedge.disk.recording.CrashPoint;
import io.kedge.disk.recording.CrashStyle;
import io.kedge.disk.recording.RecordingDisk;
import io.kedge.model.Key;
import io.kedge.model.Space;
import io.kedge.replica.backend.BackendContractTest;
import io.kedge.replica.backend.Liveness;
import io.kedge.replica.backend.RecordList;
import io.kedge.replica.backend.StoreImage;
import io.kedge.replica.backend.StoreIntake;
import io.kedge.replica.backend.StoreState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Power loss between any two disk operations of flushes and merges leaves the old state or the new one, whole. */
class CrashTest {

    private static final int SEEDS = 12;

    /** What the store held after a step; from {@code returnedAt} on, nothing older may be found. */
    private record Version(int returnedAt, StoreState state, List<RecordList.Item> records) {}

    private final RecordingDisk recording = new RecordingDisk();
    private final List<Version> versions = new ArrayList<>();

    private void run(UnaryOperator<Disk> wrap) throws IOException {
        versions.add(new Version(0, StoreState.EMPTY, List.of()));
        try (MapDbBackend store = MapDbBackend.open(wrap.apply(recording), "db", StorageOptions.DEFAULT)) {
            for (int step = 1; step <= 10; step++) {
                long first = step * 10L;
                RecordList records = new RecordList();
                for (long revision = first; revision < first + 5 && step % 4 != 0; revision++) {
                    records.put(Space.USERS, revision, 0, "k" + revision % 3, "v".repeat((int) revision * 4));
                    records.put(Space.USERS, revision, 1, "other", "x");
                }
                records.put(Space.SYSTEM, first, 0, "lease", "y".repeat(600));
                store.flush(new StoreState(first, 1, new byte[0], new long[] {first, 0, 0}, new long[3]), records);
                remember(store);
                if (step % 3 == 0) {
                    store.merge(liveFrom(first - 7), true);
                    remember(store);
                }
            }
        }
    }

    /** Flushes, then an image of another store in the place of all, twice. */
    private void runWithImages() throws IOException {
        versions.add(new Version(0, StoreState.EMPTY, List.of()));
        MapDbBackend store = MapDbBackend.open(recording, "db", StorageOptions.DEFAULT);
        for (int step = 1; step <= 6; step++) {
            long first = step * 10L;
            RecordList records = new RecordList()
                    .put(Space.USERS, first, 0, "k", "v".repeat(step * 300))
                    .put(Space.SYSTEM, first, 0, "lease", "y");
            store.flush(new StoreState(first, 1, new byte[0], new long[] {first, 0, 0}, new long[3]), records);
            remember(store);
            if (step % 3 == 0) {
                MapDbBackend next = install(store, first + 5);
                remember(next);
                store.close();
                store = next;
            }
        }
        store.close();
    }

    private static MapDbBackend install(MapDbBackend store, long index) throws IOException {
        try (MapDbBackend donor = MapDbBackend.open(new RecordingDisk(), "other", StorageOptions.DEFAULT)) {
            for (long revision = index - 4; revision <= index; revision += 2) {
                RecordList records = new RecordList().put(Space.USERS, revision, 0, "d", "w".repeat(700));
                donor.flush(
                        new StoreState(revision, 2, new byte[1], new long[] {revision, 0, 0}, new long[3]), records);
            }
            try (StoreImage image = donor.pin();
                    StoreIntake intake = BackendContractTest.copy(image, store)) {
                return (MapDbBackend) intake.install();
            }
        }
    }

    private void remember(MapDbBackend store) throws IOException {
        versions.add(new Version(recording.position(), store.state(), RecordList.loaded(store)));
    }

    private static Liveness liveFrom(long oldest) {
        return new Liveness() {
            @Override
            public boolean isLive(Space space, Key key, long revision, int sub) {
                return revision >= oldest || revision % 5 == 0;
            }

            @Override
            public long liveCount(Space space) {
                return 0;
            }
        };
    }

    /** Checks all images; returns how many there were, and adds a line for each that broke the promise. */
    private int check(List<String> broken, int brokenMax) {
        int images = 0;
        for (CrashPoint point : recording.points()) {
            for (CrashStyle style : CrashStyle.values()) {
                int seeds = style == CrashStyle.RANDOM_SECTORS ? SEEDS : 1;
                for (int seed = 0; seed < seeds && broken.size() < brokenMax; seed++) {
                    images++;
                    String where = point + " " + style + " seed " + seed;
                    try {
                        checkImage(recording.image(point.number(), style, seed), point.number());
                    } catch (IOException | RuntimeException | AssertionError e) {
                        broken.add(where + ": " + e);
                    }
                }
            }
        }
        return images;
    }

    private void checkImage(RecordingDisk image, int point) throws IOException {
        int oldest = 0;
        while (oldest + 1 < versions.size() && versions.get(oldest + 1).returnedAt() <= point) {
            oldest++;
        }
        try (MapDbBackend store = MapDbBackend.open(image, "db", StorageOptions.DEFAULT)) {
            StoreState state = store.state();
            List<RecordList.Item> records = RecordList.loaded(store);
            boolean known = matches(versions.get(oldest), state, records)
                    || oldest + 1 < versions.size() && matches(versions.get(oldest + 1), state, records);
            assertThat(known).as("%s with %d records", state, records.size()).isTrue();
            store.flush(state, new RecordList().put(Space.USERS, 9_999, 0, "after", "crash"));
        }
        try (MapDbBackend store = MapDbBackend.open(image, "db", StorageOptions.DEFAULT)) {
            assertThat(store.get(Space.USERS, 9_999, 0)).isNotNull();
        }
    }

    private static boolean matches(Version version, StoreState state, List<RecordList.Item> records) {
        return version.state().equals(state) && version.records().equals(records);
    }

    @Test
    void everyImageHoldsTheOldStateOrTheNew() throws IOException {
        run(disk -> disk);
        List<String> broken = new ArrayList<>();
        int images = check(broken, 10);
        assertThat(broken).isEmpty();
        assertThat(images).isGreaterThanOrEqualTo(2_000);
    }

    @Test
    void anImageTakesThePlaceOfAllOrOfNothing() throws IOException {
        runWithImages();
        List<String> broken = new ArrayList<>();
        int images = check(broken, 10);
        assertThat(broken).isEmpty();
        assertThat(images).isGreaterThanOrEqualTo(500);
    }

    @Test
    void aStoreThatDoesNotForceItsFilesIsCaught() throws IOException {
        run(disk -> new ForgetfulDisk(disk, file -> true, directory -> false));
        assertBroken();
    }

    @Test
    void aStoreThatDoesNotForceSegmentNamesBeforeTheManifestIsCaught() throws IOException {
        run(disk -> new ForgetfulDisk(disk, file -> false, directory -> true));
        assertBroken();
    }

    private void assertBroken() {
        List<String> broken = new ArrayList<>();
        check(broken, 1);
        assertThat(broken).isNotEmpty();
    }
}
