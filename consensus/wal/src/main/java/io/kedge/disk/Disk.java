/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk;

import java.io.IOException;
import java.util.List;

/**
 * A directory tree with explicit durability: nothing survives power loss until it is forced. Names are relative, parts
 * separated by '/'. All calls block; they belong on a disk thread, never on an event loop.
 *
 * <p>A file's bytes and length are durable after {@link DiskFile#force()}; that a name exists, is gone or was renamed
 * is durable after {@link #forceDirectory(String)} of its parent.
 */
public interface Disk {

    /** Creates an empty file open for reading and writing; fails if the name exists. */
    DiskFile create(String name) throws IOException;

    /** Opens an existing file for reading and writing. */
    DiskFile open(String name) throws IOException;

    boolean exists(String name) throws IOException;

    /** Names (not paths) of the files directly in {@code directory}, sorted; empty if it does not exist. */
    List<String> list(String directory) throws IOException;

    /** Creates the directory and its parents if missing; durable on return. */
    void createDirectory(String directory) throws IOException;

    /** Atomically replaces {@code to}, within one directory; durable after {@link #forceDirectory(String)}. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    void forceDirectory(String directory) throws IOException;
}
