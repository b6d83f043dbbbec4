/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

import java.util.Arrays;
import java.util.List;

/**
 * What a snapshot consists of. Equal listings are the same snapshot.
 *
 * @param index last log entry it covers
 * @param term of that entry
 * @param metadata whatever the node needs besides the files
 */
public record SnapshotListing(long index, long term, byte[] metadata, List<SnapshotFile> files) {
    public SnapshotListing {
        files = List.copyOf(files);
    }

    public long lengthBytes() {
        return files.stream().mapToLong(SnapshotFile::lengthBytes).sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SnapshotListing that
                && index == that.index
                && term == that.term
                && Arrays.equals(metadata, that.metadata)
                && files.equals(that.files);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(index) * 31 + files.hashCode();
    }
}
