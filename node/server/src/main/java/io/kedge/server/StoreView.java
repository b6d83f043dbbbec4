/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.replica.Stores;
import io.kedge.replica.backend.Backend;

/** What loops may ask of the store on disk. Any thread. */
record StoreView(Backend backend, Stores stores, StorageThread storage) implements StorageView {

    @Override
    public long sizeBytes() {
        return backend.sizeBytes();
    }

    @Override
    public long sizeInUseBytes() {
        return backend.sizeInUseBytes(stores);
    }

    @Override
    public void defragment(Runnable done) {
        storage.defragment(done);
    }
}
