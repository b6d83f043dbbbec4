/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

/** How a link between two members is, in all it carries. */
record LinkState(Kind kind, int delayMillis) {
    static final LinkState OPEN = new LinkState(Kind.OPEN, 0);
    static final LinkState CUT = new LinkState(Kind.CUT, 0);
    static final LinkState SILENT = new LinkState(Kind.SILENT, 0);

    /** What becomes of connections and their bytes. */
    enum Kind {
        OPEN,
        /** Connections are closed at once. */
        CUT,
        /** A black hole: connections stand, nothing passes, not even their end. All of it comes once it is over. */
        SILENT,
        /** Everything is late. */
        LATE
    }

    static LinkState late(int delayMillis) {
        return new LinkState(Kind.LATE, delayMillis);
    }

    @Override
    public String toString() {
        return kind == Kind.LATE ? kind + " by " + delayMillis + " ms" : kind.toString();
    }
}
