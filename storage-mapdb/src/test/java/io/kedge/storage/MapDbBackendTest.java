/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.disk.FileDisk;
import io.kedge.replica.backend.Backend;
import io.kedge.replica.backend.BackendContractTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class MapDbBackendTest extends BackendContractTest {

    @TempDir
    Path folder;

    @Override
    protected Backend open() throws IOException {
        return MapDbBackend.open(new FileDisk(folder), "db", StorageOptions.DEFAULT);
    }

    @Override
    protected boolean isDurable() {
        return true;
    }
}
