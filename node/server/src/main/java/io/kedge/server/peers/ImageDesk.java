/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import io.kedge.eventbus.PeerRequests;
import io.kedge.eventbus.snapshot.SnapshotLimits;
import io.kedge.eventbus.snapshot.SnapshotReceiver;
import io.kedge.eventbus.snapshot.SnapshotSender;
import io.kedge.raft.Message;
import io.kedge.server.ReplicaLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives this member's image to members that are too far behind for the log, and takes another's where this one is. On
 * the transport's context.
 */
final class ImageDesk {

    private static final Logger LOG = LoggerFactory.getLogger(ImageDesk.class);

    private final ImageAccess access;
    private final ReplicaLoop loop;
    private final SnapshotSender sender;
    private final SnapshotReceiver receiver;

    ImageDesk(Context context, PeerRequests requests, ImageAccess access, ReplicaLoop loop) {
        this.access = access;
        this.loop = loop;
        SnapshotLimits limits = SnapshotLimits.defaults();
        sender = new SnapshotSender(requests, context, new ImageSource(access, context), limits, access.counts()::sent);
        receiver = new SnapshotReceiver(requests, context, limits);
    }

    /** Fetches what a leader has offered and makes it current; repeats while one is fetched are ignored. */
    void offered(Message.SnapshotOffer offer) {
        if (receiver.isBusy()) {
            return;
        }
        LOG.info("the log of member {} begins too late: fetching its image", Long.toHexString(offer.from()));
        IncomingImage image = new IncomingImage(access);
        receiver.fetch(offer.from(), offer.index(), image)
                .done()
                .onSuccess(listing -> access.counts().received(offer.from()))
                .compose(listing -> begin(image))
                .compose(wanted -> wanted ? image.install() : image.forget().map(false))
                .onSuccess(installed -> {
                    if (installed) {
                        access.restart();
                    } else {
                        access.counts().installed();
                    }
                })
                .onFailure(reason -> {
                    LOG.warn("the image could not be taken over: {}", reason.toString());
                    access.counts().receiveFailed(offer.from());
                    image.forget();
                    loop.execute((replica, now) -> replica.installFailed());
                });
    }

    /** Whether the image is newer than what is applied here; if so, nothing more is applied or flushed. */
    private Future<Boolean> begin(IncomingImage image) {
        io.vertx.core.Promise<Boolean> begun = io.vertx.core.Promise.promise();
        loop.execute((replica, now) -> begun.complete(replica.beginInstall(image.state())));
        return begun.future();
    }

    void stop() {
        sender.stop();
    }
}
