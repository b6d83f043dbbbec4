/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import io.kedge.replica.backend.Backend;

/** The store as far as whole images of it are moved. Any thread. */
public interface ImageAccess {

    Backend backend();

    /** What was moved so far. */
    ImageCounts counts();

    /** Runs {@code work} on the storage thread, behind what is queued there. */
    void onStorageThread(Runnable work);

    /** The store on disk is another one: the member goes on with it after a restart of all that stands on the old. */
    void restart();
}
