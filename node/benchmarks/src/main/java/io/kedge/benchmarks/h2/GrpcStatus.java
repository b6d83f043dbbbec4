/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.benchmarks.h2;

/** How a call ended: gRPC's code (0 is success) and its text. */
public record GrpcStatus(int code, String message) {

    public static final GrpcStatus OK = new GrpcStatus(0, "");

    /** gRPC's code for a broken reply. */
    static final int INTERNAL = 13;

    /** gRPC's code for a lost connection or a reset stream. */
    static final int UNAVAILABLE = 14;

    public boolean ok() {
        return code == 0;
    }
}
