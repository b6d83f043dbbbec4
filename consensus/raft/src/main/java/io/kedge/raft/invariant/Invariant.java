/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.invariant;

/** Checks that stay on in production; the arguments are longs so that a passing check allocates nothing. */
public final class Invariant {
    private Invariant() {}

    /** Throws unless {@code holds}. */
    public static void check(boolean holds, String what) {
        if (!holds) {
            throw new RaftInvariantException(what);
        }
    }

    /** Throws unless {@code holds}, with the two values that disagree. */
    public static void check(boolean holds, String what, long first, long second) {
        if (!holds) {
            throw new RaftInvariantException(what + ": " + first + ", " + second);
        }
    }
}
