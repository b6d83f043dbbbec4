/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.check;

/** What a watch promises. */
public enum WatchRule {
    /** Every event is one that was asked for: key, kind, start. */
    FILTER,
    /** Revisions never fall. */
    ORDERED,
    /** No event twice. */
    UNIQUE,
    /** All events of a revision are in one response. */
    ATOMIC,
    /** After a progress at a revision no event of it or below follows, and all of them came before. */
    BOOKMARKABLE,
    /** The first event is the first one wanted from the start on. */
    RESUMABLE,
    /** Between the first and the last, the events are exactly the true ones. */
    RELIABLE,
    /** What was there before is told where asked for, rightly, and not otherwise. */
    PREVIOUS,
    /** An event says that it made its key exactly if the key was not there. */
    CREATE,
    /** A header is never behind the response's events, and a canceled watch is silent. */
    WELL_FORMED
}
