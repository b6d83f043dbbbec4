/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.replica.backend.StoreImage;
import io.kedge.replica.backend.StoreState;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** One manifest and its segments, each held; the files leave as they lie on the disk. */
final class PinnedImage implements StoreImage {

    private final StoreState state;
    private final byte[] manifest;
    private final List<Segment> segments;
    private boolean closed;

    /** Takes over the caller's hold on each segment. */
    PinnedImage(Manifest manifest, List<Segment> segments) {
        this.state = manifest.state();
        this.manifest = ManifestCodec.encode(manifest);
        this.segments = segments;
    }

    @Override
    public StoreState state() {
        return state;
    }

    @Override
    public byte[] manifest() {
        return manifest.clone();
    }

    @Override
    public List<File> files() {
        List<File> files = new ArrayList<>(segments.size());
        segments.forEach(segment ->
                files.add(new File(segment.info().fileName(), segment.info().fileBytes())));
        return files;
    }

    @Override
    public int read(File file, long offset, ByteBuffer into) throws IOException {
        if (closed) {
            throw new IOException("the image is closed");
        }
        for (Segment segment : segments) {
            if (segment.info().fileName().equals(file.name())) {
                return segment.copy(offset, into);
            }
        }
        throw new FileNotFoundException(file.name());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            segments.forEach(Segment::release);
        }
    }
}
