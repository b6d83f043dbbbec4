/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

/** The fixed part of every reply's header, and the Raft term, which moves. Safe from any thread. */
public interface NodeIdentity {

    /** Unsigned 64 bits. */
    long clusterId();

    /** Unsigned 64 bits. */
    long memberId();

    long raftTerm();
}
