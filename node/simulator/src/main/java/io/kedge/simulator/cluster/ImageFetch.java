/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import io.kedge.raft.Message;
import io.kedge.replica.ReplicaOptions;
import io.kedge.replica.Stores;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.StoreImage;
import io.kedge.replica.backend.StoreIntake;
import io.kedge.simulator.net.Actor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one life of a member gets another's image: pinned there, carried over, made current on its own disk behind any
 * flush, swapped in. Each is an event of its own, so that a crash, a flush or a merge may come between.
 */
final class ImageFetch {

    private static final long MILLI = 1_000_000L;

    private final ClusterMember member;
    private final ReplicaOptions options;
    private boolean fetching;
    private @Nullable StoreIntake intake;
    private @Nullable Backend replaced;

    ImageFetch(ClusterMember member, ReplicaOptions options) {
        this.member = member;
        this.options = options;
    }

    /** Whether the store is being replaced, so that the stores in use are not those of the backend. */
    boolean isInstalling() {
        return replaced != null;
    }

    /** Repeats may come while one is being fetched. */
    void offered(Message.SnapshotOffer offer) {
        if (!fetching && intake == null && replaced == null) {
            fetching = true;
            later(2 * MILLI, "fetch", () -> ask(offer));
        }
    }

    private void later(long meanNanos, String what, ClusterMember.Happening happening) {
        long delay = member.random.nextLong(2 * meanNanos);
        member.loop().after(delay, what, () -> member.input(happening));
    }

    private void ask(Message.SnapshotOffer offer) {
        ClusterMember sender = member.world.member(offer.from());
        if (sender == null || !sender.takesRequests() || !isReachable(sender)) {
            fail();
        } else if (sender.disk.backend.state().appliedIndex() < Math.max(1, offer.index())) {
            sender.loop()
                    .after(
                            0,
                            "asked for an image",
                            () -> sender.input(() -> sender.replica().requestFlush()));
            fail();
        } else {
            StoreImage image = sender.disk.backend.pin();
            int life = sender.life();
            later(50 * MILLI, "fetched", () -> arrive(image, sender, life));
        }
    }

    private boolean isReachable(ClusterMember sender) {
        return member.world.isOpen(member.id, sender.id) && member.world.isOpen(sender.id, member.id);
    }

    private void fail() {
        fetching = false;
        member.replica().installFailed();
    }

    private void arrive(StoreImage image, ClusterMember sender, int life) throws IOException {
        if (!sender.isRunning() || sender.life() != life || !isReachable(sender)) {
            fail();
            return;
        }
        StoreIntake received = member.disk.backend.receive(image.manifest());
        // The same files in the same order; the receiver may give them other names.
        for (int i = 0; i < image.files().size(); i++) {
            StoreImage.File file = image.files().get(i);
            ByteBuffer bytes = ByteBuffer.allocate((int) file.sizeBytes());
            image.read(file, 0, bytes);
            received.write(received.files().get(i), bytes.flip());
        }
        image.close();
        fetching = false;
        if (member.replica().beginInstall(received.state())) {
            intake = received;
            install();
        } else {
            received.close();
        }
    }

    private void install() {
        Actor writer = member.writer();
        writer.after(member.diskTime() + MILLI / 10, "install", () -> {
            StoreIntake ready = intake;
            if (ready == null || member.isFlushing()) {
                install();
                return;
            }
            member.works(() -> {
                replaced = member.disk.backend;
                member.disk.backend = ready.install();
                Stores loaded = new Stores(member.disk.backend, options, List.of());
                intake = null;
                later(MILLI / 10, "installed", () -> swap(loaded));
            });
        });
    }

    private void swap(Stores loaded) throws IOException {
        member.world.totals().installs++;
        member.replica().installed(loaded, member.now());
        member.world.note("m" + member.id + " goes on with a snapshot at entry "
                + member.replica().appliedIndex());
        Backend old = replaced;
        replaced = null;
        if (old != null) {
            old.close();
        }
    }
}
