/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import io.kedge.eventbus.snapshot.SnapshotSink;
import io.kedge.eventbus.wire.SnapshotListing;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.StoreImage;
import io.kedge.replica.backend.StoreIntake;
import io.kedge.replica.backend.StoreState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Another member's image on its way into the store, whose files have names of their own there. Everything is done on
 * the storage thread.
 */
final class IncomingImage implements SnapshotSink {

    private final ImageAccess access;
    private @Nullable StoreIntake intake;
    private final List<CRC32C> sums = new ArrayList<>();
    private volatile @Nullable StoreState state;

    IncomingImage(ImageAccess access) {
        this.access = access;
    }

    /** What the image brings; after all files have arrived. */
    StoreState state() {
        return Objects.requireNonNull(state, "no listing yet");
    }

    @Override
    public Future<List<Long>> begin(SnapshotListing listing) {
        return onStorageThread(() -> {
            closeIntake();
            StoreIntake begun = access.backend().receive(listing.metadata());
            intake = begun;
            state = begun.state();
            sums.clear();
            List<Long> present = new ArrayList<>();
            if (begun.files().size() != listing.files().size()) {
                throw new IOException("the image's listing and its manifest disagree about the number of files");
            }
            for (int i = 0; i < listing.files().size(); i++) {
                StoreImage.File expected = begun.files().get(i);
                if (expected.sizeBytes() != listing.files().get(i).lengthBytes()) {
                    throw new IOException("the image's listing and its manifest disagree about " + expected);
                }
                sums.add(new CRC32C());
                present.add(0L);
            }
            return present;
        });
    }

    @Override
    public Future<Void> write(int file, long offset, byte[] piece) {
        return onStorageThread(() -> {
            StoreIntake open = opened();
            sums.get(file).update(piece);
            open.write(open.files().get(file), ByteBuffer.wrap(piece));
            return null;
        });
    }

    /** The intake reads the file back itself, before it is made current. */
    @Override
    public Future<Integer> finish(int file) {
        return onStorageThread(() -> (int) sums.get(file).getValue());
    }

    @Override
    public Future<Void> discard(int file) {
        return Future.failedFuture(new IOException("file " + file + " of the image arrived damaged"));
    }

    /** Makes the image current on disk; nobody may use the store that was open before. Always true. */
    Future<Boolean> install() {
        return onStorageThread(() -> {
            Backend installed = opened().install();
            installed.close();
            return true;
        });
    }

    /** Forgets what has arrived. */
    Future<Void> forget() {
        return onStorageThread(() -> {
            closeIntake();
            return null;
        });
    }

    private StoreIntake opened() throws IOException {
        StoreIntake open = intake;
        if (open == null) {
            throw new IOException("the image was given up");
        }
        return open;
    }

    private void closeIntake() throws IOException {
        StoreIntake open = intake;
        intake = null;
        if (open != null) {
            open.close();
        }
    }

    private <T extends @Nullable Object> Future<T> onStorageThread(Callable<T> work) {
        Promise<T> done = Promise.promise();
        access.onStorageThread(() -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return done.future();
    }
}
