/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

import io.kedge.model.format.WireReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Collects an {@link InMemoryImage}. */
final class InMemoryIntake implements StoreIntake {

    private final StoreState state;
    private final StoreImage.File file;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Runnable replaced;

    InMemoryIntake(byte[] manifest, Runnable replaced) {
        WireReader in = new WireReader(manifest);
        this.file = new StoreImage.File("received", in.varint());
        long index = in.varint();
        long term = in.varint();
        byte[] configuration = in.bytes();
        long[] revisions = new long[3];
        long[] compacted = new long[3];
        for (int space = 0; space < 3; space++) {
            revisions[space] = in.varint();
            compacted[space] = in.varint();
        }
        this.state = new StoreState(index, term, configuration, revisions, compacted).installed();
        this.replaced = replaced;
    }

    @Override
    public StoreState state() {
        return state;
    }

    @Override
    public List<StoreImage.File> files() {
        return List.of(file);
    }

    @Override
    public void write(StoreImage.File into, ByteBuffer part) {
        while (part.hasRemaining()) {
            bytes.write(part.get());
        }
    }

    @Override
    public Backend install() throws IOException {
        if (bytes.size() != file.sizeBytes()) {
            throw new IOException(bytes.size() + " of " + file.sizeBytes() + " bytes have arrived");
        }
        Backend installed = InMemoryBackend.of(state, bytes.toByteArray());
        replaced.run();
        return installed;
    }

    @Override
    public void close() {}
}
