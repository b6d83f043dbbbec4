/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model.format;

import io.kedge.model.Operation;

/** An operation with its kind but without a command's envelope: for records that store one. */
public final class OperationBytes {

    private OperationBytes() {}

    public static void write(WireWriter out, Operation operation) {
        out.u8(OperationCodec.kind(operation));
        OperationCodec.writeBody(out, operation);
    }

    public static Operation read(WireReader in) {
        return OperationCodec.readBody(in, in.u8());
    }
}
