/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kedge.eventbus.wire.SnapshotFile;
import io.kedge.eventbus.wire.SnapshotListing;
import io.kedge.model.Space;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.InMemoryBackend;
import io.kedge.replica.backend.RecordList;
import io.kedge.replica.backend.StoreImage;
import io.kedge.replica.backend.StoreState;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class IncomingImageTest {

    private static final RecordList RECORDS = new RecordList().put(Space.USERS, 5, 0, "key", "value");

    private final InMemoryBackend sender = new InMemoryBackend();
    private final InMemoryBackend target = new InMemoryBackend();

    /** A store puts what arrives under names of its own, since it may have the sender's already. */
    @Test
    void filesAreKnownByTheirOrder() throws Exception {
        StoreState state = new StoreState(7, 2, new byte[] {1}, new long[3], new long[3]);
        sender.flush(state, RECORDS);
        try (StoreImage image = sender.pin()) {
            StoreImage.File file = image.files().get(0);
            byte[] content = content(image, file);
            CRC32C sum = new CRC32C();
            sum.update(content);
            SnapshotFile sent = new SnapshotFile(file.name(), file.sizeBytes(), (int) sum.getValue());
            SnapshotListing listing = new SnapshotListing(7, 2, image.manifest(), List.of(sent));
            IncomingImage incoming = new IncomingImage(new Access());
            assertThat(incoming.begin(listing).result()).containsExactly(0L);
            assertThat(incoming.write(0, 0, content).succeeded()).isTrue();
            assertThat(incoming.finish(0).result()).isEqualTo((int) sum.getValue());
            assertThat(incoming.install().result()).isTrue();
            assertThat(incoming.state().appliedIndex()).isEqualTo(7);
        }
    }

    /** No store takes this for an image. */
    @Test
    void aListingOfOtherFilesIsRefused() throws Exception {
        sender.flush(new StoreState(7, 2, new byte[] {1}, new long[3], new long[3]), RECORDS);
        try (StoreImage image = sender.pin()) {
            long size = image.files().get(0).sizeBytes();
            IncomingImage incoming = new IncomingImage(new Access());
            for (List<SnapshotFile> wrong :
                    List.of(List.<SnapshotFile>of(), List.of(new SnapshotFile("records", size + 1, 0)))) {
                SnapshotListing listing = new SnapshotListing(7, 2, image.manifest(), wrong);
                assertThat(incoming.begin(listing).cause()).hasMessageContaining("disagree");
            }
        }
    }

    private static byte[] content(StoreImage image, StoreImage.File file) throws Exception {
        ByteBuffer all = ByteBuffer.allocate((int) file.sizeBytes());
        image.read(file, 0, all);
        return all.array();
    }

    /** Does everything at once. */
    private final class Access implements ImageAccess {

        @Override
        public Backend backend() {
            return target;
        }

        @Override
        public ImageCounts counts() {
            return new ImageCounts();
        }

        @Override
        public void onStorageThread(Runnable work) {
            work.run();
        }

        @Override
        public void restart() {}
    }
}
