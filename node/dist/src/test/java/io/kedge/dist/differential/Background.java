/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.differential;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads for the second server's half of the work. */
final class Background {
    static final ExecutorService POOL = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "differential");
        thread.setDaemon(true);
        return thread;
    });

    private Background() {}
}
