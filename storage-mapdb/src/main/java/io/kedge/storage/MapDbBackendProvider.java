/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.disk.FileDisk;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.BackendProvider;
import java.io.IOException;
import java.nio.file.Path;

/** The store that a node finds by ServiceLoader. */
public final class MapDbBackendProvider implements BackendProvider {

    private static final String SEGMENT_DIRECTORY = "segments";

    @Override
    public String name() {
        return "mapdb";
    }

    @Override
    public Backend open(Path directory) throws IOException {
        return MapDbBackend.open(new FileDisk(directory), SEGMENT_DIRECTORY, StorageOptions.DEFAULT);
    }
}
