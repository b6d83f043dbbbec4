/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

import io.kedge.model.format.WireWriter;
import java.nio.ByteBuffer;
import java.util.List;

/** A state of the {@link InMemoryBackend} as one file. */
final class InMemoryImage implements StoreImage {

    private final StoreState state;
    private final byte[] bytes;
    private final File file;

    InMemoryImage(StoreState state, byte[] bytes) {
        this.state = state;
        this.bytes = bytes;
        this.file = new File("records", bytes.length);
    }

    @Override
    public StoreState state() {
        return state;
    }

    @Override
    public byte[] manifest() {
        WireWriter out = new WireWriter(100);
        out.varint(bytes.length);
        out.varint(state.appliedIndex());
        out.varint(state.appliedTerm());
        out.bytes(state.configuration());
        for (int space = 0; space < 3; space++) {
            out.varint(state.revisions()[space]);
            out.varint(state.compactRevisions()[space]);
        }
        return out.toBytes();
    }

    @Override
    public List<File> files() {
        return List.of(file);
    }

    @Override
    public int read(File wanted, long offset, ByteBuffer into) {
        int count = (int) Math.min(into.remaining(), bytes.length - offset);
        into.put(bytes, (int) offset, count);
        return count;
    }

    @Override
    public void close() {}
}
