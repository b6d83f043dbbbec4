/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.storage;

import io.kedge.model.Space;

/** Where a record stands in the order of all records. */
record RecordKey(int space, long revision, int sub) implements Comparable<RecordKey> {

    static RecordKey of(Space space, long revision, int sub) {
        return new RecordKey(space.code(), revision, sub);
    }

    /** Before every record of the space at {@code revision}. */
    static RecordKey startOf(Space space, long revision) {
        return new RecordKey(space.code(), revision, Integer.MIN_VALUE);
    }

    /** After every record of the space. */
    static RecordKey endOf(int space) {
        return new RecordKey(space + 1, Long.MIN_VALUE, Integer.MIN_VALUE);
    }

    @Override
    public int compareTo(RecordKey other) {
        if (space != other.space) {
            return Integer.compare(space, other.space);
        }
        return revision != other.revision ? Long.compare(revision, other.revision) : Integer.compare(sub, other.sub);
    }

    @Override
    public String toString() {
        return "of space " + space + " at " + revision + "/" + sub;
    }
}
