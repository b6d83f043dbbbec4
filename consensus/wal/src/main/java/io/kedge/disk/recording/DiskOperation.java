/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk.recording;

/** The operations that can be told to fail. */
public enum DiskOperation {
    CREATE,
    READ,
    WRITE,
    FORCE,
    TRUNCATE,
    RENAME,
    DELETE,
    FORCE_DIRECTORY
}
