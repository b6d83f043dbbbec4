/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model.format;

import io.kedge.model.Command;
import io.kedge.model.Operation;
import io.kedge.model.Space;
import java.nio.charset.StandardCharsets;

/**
 * The log's command format, final since version 1:
 *
 * <pre>
 * u8 format = 1 | u8 minimumVersion | u8 kind | u8 space | bytes user | varint authRevision | varint wallTimeMillis |
 * body
 * </pre>
 *
 * A reader that meets a format or kind it does not know throws {@link UnknownFormatException}: the node stops rather
 * than guess, since skipping a command would make replicas differ.
 */
public final class CommandCodec {

    /** The newest command format this version writes and reads. */
    public static final int FORMAT = 1;

    private static final int ENVELOPE_BYTES_TYPICAL = 24;

    private CommandCodec() {}

    public static byte[] encode(Command command) {
        Operation operation = command.operation();
        WireWriter out = new WireWriter(ENVELOPE_BYTES_TYPICAL + OperationCodec.sizeHint(operation));
        out.u8(FORMAT);
        out.u8(command.minimumVersion());
        out.u8(OperationCodec.kind(operation));
        out.u8(command.space().code());
        String user = command.user();
        if (user.isEmpty()) {
            out.u8(0);
        } else {
            out.bytes(user.getBytes(StandardCharsets.UTF_8));
        }
        out.varint(command.authRevision());
        out.varint(command.wallTimeMillis());
        OperationCodec.writeBody(out, operation);
        return out.toBytes();
    }

    /** Throws UnknownFormatException for what this version cannot know, IllegalArgumentException for broken bytes. */
    public static Command decode(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        int format = in.u8();
        int minimumVersion = in.u8();
        if (format != FORMAT || minimumVersion > FORMAT) {
            throw new UnknownFormatException("command format " + format + ", needs version " + minimumVersion
                    + "; this node knows up to " + FORMAT);
        }
        int kind = in.u8();
        Space space = Space.ofCode(in.u8());
        String user = new String(in.bytes(), StandardCharsets.UTF_8);
        long authRevision = in.varint();
        long wallTimeMillis = in.varint();
        Operation operation = OperationCodec.readBody(in, kind);
        if (in.hasMore()) {
            throw new IllegalArgumentException("bytes after the end of a command of kind " + kind);
        }
        return new Command(minimumVersion, space, user, authRevision, wallTimeMillis, operation);
    }
}
