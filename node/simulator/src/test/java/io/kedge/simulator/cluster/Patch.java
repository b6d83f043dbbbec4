/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A change to the text of one shipped class, for the proof of the proof.
 *
 * @param type name of the class whose file is changed
 * @param from stands in that file exactly once
 */
record Patch(String type, String from, String to) {

    /** Where the sources of a package lie, seen from this module. */
    private static final Map<String, String> ROOMS = Map.of(
            "io.kedge.raft", "../../consensus/raft",
            "io.kedge.wal", "../../consensus/wal",
            "io.kedge.replica", "../replica",
            "io.kedge.server", "../server",
            "io.kedge.storage", "../../storage-mapdb");

    /** The file's text with all patches of its class in it. */
    String apply(String text) {
        int at = text.indexOf(from);
        if (at < 0 || text.indexOf(from, at + 1) >= 0) {
            throw new IllegalStateException(type + " does not have this once: " + from);
        }
        return text.substring(0, at) + to + text.substring(at + from.length());
    }

    String source() throws IOException {
        String room = ROOMS.entrySet().stream()
                .filter(known -> type.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        Path module = Path.of(System.getProperty("basedir", "."), room);
        return Files.readString(module.resolve("src/main/java").resolve(type.replace('.', '/') + ".java"));
    }
}
