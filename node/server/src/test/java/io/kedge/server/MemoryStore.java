/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.BackendProvider;
import io.kedge.replica.backend.InMemoryBackend;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stores that outlive their closing, by folder, as files would. */
public final class MemoryStore implements BackendProvider {

    private static final Map<Path, Backend> STORES = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Backend open(Path directory) {
        return STORES.computeIfAbsent(directory.toAbsolutePath(), folder -> new InMemoryBackend());
    }
}
