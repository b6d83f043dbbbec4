/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

import java.io.IOException;
import java.nio.file.Path;

/** Found by ServiceLoader: a store whose jar is on the class path. */
public interface BackendProvider {

    String name();

    /** Opens or creates the store in {@code directory}; fails loudly on a corrupt one, naming file and offset. */
    Backend open(Path directory) throws IOException;
}
