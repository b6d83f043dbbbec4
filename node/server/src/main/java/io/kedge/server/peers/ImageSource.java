/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import io.kedge.eventbus.snapshot.SnapshotSource;
import io.kedge.eventbus.wire.SnapshotFile;
import io.kedge.eventbus.wire.SnapshotListing;
import io.kedge.replica.backend.StoreImage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Images of this member's store, held while they are read. Files are read on worker threads. */
final class ImageSource implements SnapshotSource {

    private static final int READ_BYTES = 1 << 20;

    private final ImageAccess access;
    private final Context context;

    ImageSource(ImageAccess access, Context context) {
        this.access = access;
        this.context = context;
    }

    @Override
    public Future<Pinned> open(long minIndex) {
        return context.executeBlocking(() -> pin(minIndex), false);
    }

    private Pinned pin(long minIndex) throws IOException {
        StoreImage image = access.backend().pin();
        try {
            if (image.state().appliedIndex() < minIndex) {
                throw new IOException("the store is at " + image.state().appliedIndex() + ", before " + minIndex);
            }
            List<SnapshotFile> files = new ArrayList<>();
            for (StoreImage.File file : image.files()) {
                files.add(new SnapshotFile(file.name(), file.sizeBytes(), checksum(image, file)));
            }
            return new PinnedImage(
                    image,
                    new SnapshotListing(
                            image.state().appliedIndex(), image.state().appliedTerm(), image.manifest(), files));
        } catch (IOException | RuntimeException e) {
            image.close();
            throw e;
        }
    }

    private static int checksum(StoreImage image, StoreImage.File file) throws IOException {
        CRC32C sum = new CRC32C();
        ByteBuffer piece = ByteBuffer.allocate(READ_BYTES);
        for (long offset = 0; offset < file.sizeBytes(); offset += piece.limit()) {
            piece.clear();
            fill(image, file, offset, piece.limit((int) Math.min(READ_BYTES, file.sizeBytes() - offset)));
            sum.update(piece.flip());
        }
        return (int) sum.getValue();
    }

    /** Fills {@code piece}; a file that ends before that is damaged. */
    private static void fill(StoreImage image, StoreImage.File file, long offset, ByteBuffer piece) throws IOException {
        long at = offset;
        while (piece.hasRemaining()) {
            int read = image.read(file, at, piece);
            if (read <= 0) {
                throw new IOException(file.name() + " ends at " + at);
            }
            at += read;
        }
    }

    /** One image; the transport reads several pieces at a time, the image one. */
    private final class PinnedImage implements Pinned {

        private final StoreImage image;
        private final SnapshotListing listing;
        private boolean closed;

        PinnedImage(StoreImage image, SnapshotListing listing) {
            this.image = image;
            this.listing = listing;
        }

        @Override
        public SnapshotListing listing() {
            return listing;
        }

        @Override
        public Future<byte[]> read(int file, long offset, int length) {
            return context.executeBlocking(() -> bytes(file, offset, length), false);
        }

        private synchronized byte[] bytes(int file, long offset, int length) throws IOException {
            if (closed) {
                throw new IOException("the image was let go");
            }
            ByteBuffer piece = ByteBuffer.allocate(length);
            fill(image, image.files().get(file), offset, piece);
            return piece.array();
        }

        @Override
        public void close() {
            context.executeBlocking(
                    () -> {
                        release();
                        return true;
                    },
                    false);
        }

        private synchronized void release() {
            closed = true;
            image.close();
        }
    }
}
