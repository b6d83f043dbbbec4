/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.disk.recording;

/** What becomes of operations that were not forced when the power goes. */
public enum CrashStyle {
    /** All of them are lost. */
    DROP_ALL_UNFORCED,
    /** All of them are kept. */
    KEEP_ALL,
    /**
     * Each 512-byte sector of each write, each change of length, each create, rename and delete is kept or lost on its
     * own, so a later one may survive an earlier one. How likely "kept" is differs from seed to seed.
     */
    RANDOM_SECTORS,
    /** Of each file only the last write is kept, of the names only the last operation: the extreme of reordering. */
    KEEP_LATEST_ONLY
}
