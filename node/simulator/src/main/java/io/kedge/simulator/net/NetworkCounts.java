/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.simulator.net;

import java.util.EnumMap;
import java.util.Map;

/** What the network did, so that a search can show that it searched. */
public final class NetworkCounts {

    private final Map<NetworkFault, Long> faults = new EnumMap<>(NetworkFault.class);
    private long sent;
    private long delivered;
    private long blocked;
    private long held;

    void happened(NetworkFault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    void addSent() {
        sent++;
    }

    void addDelivered() {
        delivered++;
    }

    void addBlocked() {
        blocked++;
    }

    void addHeld() {
        held++;
    }

    /** How often a fault happened: messages it hit, or for cuts and clogs how often they began. */
    public long of(NetworkFault fault) {
        return faults.getOrDefault(fault, 0L);
    }

    public long sent() {
        return sent;
    }

    /** Copies and late ones included. */
    public long delivered() {
        return delivered;
    }

    /** Messages that ended at a cut link. */
    public long blocked() {
        return blocked;
    }

    /** Messages that waited in a clogged link. */
    public long held() {
        return held;
    }

    @Override
    public String toString() {
        return "sent " + sent + ", delivered " + delivered + ", blocked " + blocked + ", held " + held + ", " + faults;
    }
}
