/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

/** The store's sizes and merging, for those who are not the storage thread. Any thread. */
public interface StorageView {

    long sizeBytes();

    long sizeInUseBytes();

    /** Merges until no dead record is left, then runs {@code done} on some thread. */
    void defragment(Runnable done);
}
