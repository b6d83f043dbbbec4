/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

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

    private KedgeNode(NodeConfig config, FatalHandler fatal) throws StartException {
        this.config = config;
        this.fatal = fatal;
        synchronized (this) {
            this.run = MemberRun.start(config, fatal, this::beginAgain);
        }
    }

    /** Opens the data, joins its cluster, listens. Throws StartException with a sentence on what is in the way. */
    public static KedgeNode start(NodeConfig config, FatalHandler fatal) throws StartException {
        return new KedgeNode(config, fatal);
    }

    private void beginAgain() {
        Thread thread = new Thread(this::restart, "kedge-restart");
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void restart() {
        if (stopped) {
            return;
        }
        LOG.info("an image of the leader's store was taken over; this member begins again with it");
        run.abandon();
        try {
            run = MemberRun.start(config, fatal, this::beginAgain);
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
