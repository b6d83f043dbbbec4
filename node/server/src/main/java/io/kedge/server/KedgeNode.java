/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.server.peers.ImageCounts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: opened, with a leader, listening. {@link #start} and {@link #stop} block; they belong on a thread of
 * their own.
 *
 * <p>A member that was too far behind for the leader's log and has taken over an image of the leader's store begins
 * again inside the process: its clients' connections are closed, as all that they were told rests on the old store.
 */
public final class KedgeNode {

    private static final Logger LOG = LoggerFactory.getLogger(KedgeNode.class);

    private final NodeConfig config;
    private final FatalHandler fatal;
    /** Guarded by this. */
    private MemberRun run;

    private boolean stopped;
    private final ImageCounts images = new ImageCounts();
    private final CompletableFuture<Void> removal = new CompletableFuture<>();

    private KedgeNode(NodeConfig config, FatalHandler fatal) throws StartException {
        this.config = config;
        this.fatal = fatal;
        synchronized (this) {
            this.run = MemberRun.start(config, fatal, new Turns());
        }
    }

    /** Opens the data, joins its cluster, listens. Throws StartException with a sentence on what is in the way. */
    public static KedgeNode start(NodeConfig config, FatalHandler fatal) throws StartException {
        return new KedgeNode(config, fatal);
    }

    /** What a run asks of the node around it; on any of its threads, which the node must not hold up. */
    private final class Turns implements MemberRun.Owner {

        @Override
        public void beginAgain() {
            onThread("kedge-restart", KedgeNode.this::restart);
        }

        @Override
        public void removed() {
            onThread("kedge-removed", KedgeNode.this::leave);
        }

        @Override
        public ImageCounts images() {
            return images;
        }

        private void onThread(String name, Runnable work) {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void leave() {
        LOG.error(
                "this member was removed from its cluster and stops now; it cannot come back with this data directory."
                        + " To take part again it needs to be added anew and to start with an empty one");
        stop();
        removal.complete(null);
    }

    /** Completes when the node has stopped because it was removed from its cluster. */
    public CompletionStage<Void> removed() {
        return removal;
    }

    private synchronized void restart() {
        if (stopped) {
            return;
        }
        LOG.info("an image of the leader's store was taken over; this member begins again with it");
        run.abandon();
        try {
            run = MemberRun.start(config, fatal, new Turns());
        } catch (StartException e) {
            fatal.fail("the member did not start on the image that it took over", e);
        }
    }

    /** Takes no more, lets go of clients, writes everything down. From a thread that may block. */
    public synchronized void stop() {
        if (!stopped) {
            stopped = true;
            run.stop();
        }
    }
}
