/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.cluster;

import io.kedge.simulator.history.Outcome;
import io.kedge.simulator.history.Request;

/** A client of etcd's API. Safe for one thread. */
interface Caller extends AutoCloseable {

    /** Sends once and waits; never throws for what a server or a network does. */
    Outcome call(Request request);

    @Override
    void close();
}
