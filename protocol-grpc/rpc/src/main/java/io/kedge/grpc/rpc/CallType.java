/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc;

/** The shape of a method, as the metrics name it. */
public enum CallType {
    UNARY("unary"),
    SERVER_STREAM("server_stream"),
    BIDI_STREAM("bidi_stream");

    private final String label;

    CallType(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
