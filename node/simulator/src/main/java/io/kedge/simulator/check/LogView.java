/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** A member's log, in memory or on its disk; may show what is there now rather than what was when the view was made. */
public interface LogView {

    /** The first entry held; the ones before are covered by a snapshot. */
    long firstIndex();

    /** The last entry held, {@code firstIndex() - 1} if there is none. */
    long lastIndex();

    /** Of an entry held. */
    long term(long index);

    /** Of what an entry held says; equal for equal content. */
    long hash(long index);

    /** Whether an entry held changes the members. */
    default boolean changesMembers(long index) {
        return false;
    }

    default boolean holds(long index) {
        return index >= firstIndex() && index <= lastIndex();
    }
}
