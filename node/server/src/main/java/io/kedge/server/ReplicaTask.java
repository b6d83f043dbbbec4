/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.replica.Replica;

/** Something to do with the replica, on the loop that runs it then. Runs between two turns and must be short. */
public interface ReplicaTask {

    void run(Replica replica, long nowNanos);
}
