/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

import io.kedge.model.Caller;
import io.micrometer.core.instrument.Counter;

/** One connection's caller, its count of watch streams, and the counters of its client's version. */
public final class Connection {

    private final Caller caller;
    private final Counter unaryRequests;
    private final Counter streamRequests;
    private int watchStreams;

    Connection(Caller caller, Counter unaryRequests, Counter streamRequests) {
        this.caller = caller;
        this.unaryRequests = unaryRequests;
        this.streamRequests = streamRequests;
    }

    public Caller caller() {
        return caller;
    }

    void requested(CallType type) {
        (type == CallType.UNARY ? unaryRequests : streamRequests).increment();
    }

    /** Takes a place for a watch stream; false if there is none left. */
    boolean openWatchStream(int most) {
        if (watchStreams >= most) {
            return false;
        }
        watchStreams++;
        return true;
    }

    void closeWatchStream() {
        watchStreams--;
    }
}
