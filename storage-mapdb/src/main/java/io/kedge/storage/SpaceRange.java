/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import org.jspecify.annotations.Nullable;

/**
 * What a segment holds of one space.
 *
 * @param bytes of the records with their overhead, before padding
 */
record SpaceRange(RecordKey first, RecordKey last, long count, long bytes) {

    /** After every record of the space. */
    RecordKey end() {
        return RecordKey.endOf(first.space());
    }

    /** {@code range} with one more record behind it. */
    static SpaceRange extend(@Nullable SpaceRange range, RecordKey key, long bytes) {
        return range == null
                ? new SpaceRange(key, key, 1, bytes)
                : new SpaceRange(range.first, key, range.count + 1, range.bytes + bytes);
    }
}
