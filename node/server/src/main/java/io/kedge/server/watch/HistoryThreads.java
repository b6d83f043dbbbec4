/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.watch;

import io.kedge.replica.mvcc.Reads;
import java.util.function.Consumer;

/** Threads that may block on reads of history. */
@FunctionalInterface
public interface HistoryThreads {

    /** Runs {@code read} on one of them; false if too many are waiting. The read must not throw. */
    boolean submit(Consumer<Reads> read);
}
