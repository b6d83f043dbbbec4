/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.api;

/** The node as one event loop sees it. Every method of what it returns is called on that loop and replies on it. */
public interface Node {

    NodeIdentity identity();

    Kv kv();

    Watches watches();

    Leases leases();

    Locks locks();

    Elections elections();

    Cluster cluster();

    Maintenance maintenance();

    /** The store's current revision as this loop has published it. */
    long revision();

    /** Whether this member knows a leader now. */
    boolean hasLeader();

    /** Whether this member is a learner: then only its status, serializable ranges and snapshots are served. */
    boolean isLearner();
}
