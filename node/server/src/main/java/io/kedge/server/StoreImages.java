/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.replica.backend.Backend;
import io.kedge.server.peers.ImageAccess;
import io.kedge.server.peers.ImageCounts;

/** The store on disk as images of it come and go. Any thread. */
record StoreImages(Backend backend, StorageThread storage, ImageCounts counts, Runnable beginAgain)
        implements ImageAccess {

    @Override
    public void onStorageThread(Runnable work) {
        storage.run("an image could not be moved", work::run);
    }

    @Override
    public void restart() {
        beginAgain.run();
    }
}
