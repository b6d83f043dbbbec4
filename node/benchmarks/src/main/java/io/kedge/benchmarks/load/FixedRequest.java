/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.load;

import io.kedge.benchmarks.h2.Rpc;

/** The one frame that a tool sends which cannot vary its body: 15 B key, 64 B value. */
public final class FixedRequest {

    /** The key of the fixed requests and its value. */
    public static final KeySpace KEY = new KeySpace(1, 15, 64);

    private FixedRequest() {}

    /** Put of the key, or its linearizable range. */
    public static byte[] frame(Rpc rpc) {
        return switch (rpc) {
            case PUT -> new PutOperation(KEY).frameFor(0);
            case RANGE -> new RangeOperation(KEY, false).frameFor(0);
            default -> throw new IllegalArgumentException("no fixed request for " + rpc);
        };
    }
}
