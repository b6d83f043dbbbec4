/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc.wire;

/** Bytes that are no protobuf message. Carries no stack trace: clients cause it at will. */
public final class MalformedMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message, null, false, false);
    }
}
