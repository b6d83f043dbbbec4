/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.raft.invariant;

/**
 * The core found its own state, its log or a peer's claim impossible: the replica must stop, nothing it says is safe.
 */
public final class RaftInvariantException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RaftInvariantException(String message) {
        super(message);
    }
}
