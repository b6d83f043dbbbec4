/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import io.kedge.disk.Disk;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * Deletes released segments oldest first and forces the directory after each, so that a crash never leaves a hole.
 * Safe between the log's thread and one background thread.
 */
final class SegmentRemover {

    private final Disk disk;
    private final String directory;
    private final WalListener listener;
    private final ArrayDeque<String> released = new ArrayDeque<>();

    SegmentRemover(Disk disk, String directory, WalListener listener) {
        this.disk = disk;
        this.directory = directory;
        this.listener = listener;
    }

    synchronized void add(String name) {
        released.add(name);
    }

    /** What could not be deleted stays queued for the next call. */
    synchronized void run() throws IOException {
        try {
            while (!released.isEmpty()) {
                String oldest = released.element();
                if (disk.exists(oldest)) {
                    disk.delete(oldest);
                }
                disk.forceDirectory(directory);
                released.remove();
            }
        } catch (IOException e) {
            listener.releaseFailed(e);
            throw e;
        }
    }
}
