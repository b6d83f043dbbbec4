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
 * u8 format = 1 | u8 minimumVersion | u8 kind | u8 space | varint origin | varint sequence, if origin is not 0 |
 * bytes user | varint authRevision | varint wallTimeMillis | body
 * </pre>
 *
 * {@code origin} is the member that handed the command to the leader, which did not propose it for itself; {@code
 * sequence} is what that member knows it by. The outcome never depends on them.
 *
 * A reader that meets a format or kind it does not know throws {@link UnknownFormatException}: the node stops rather
 * than guess, since skipping a command would make replicas differ.
 */
public final class CommandCodec {

    /** The layout of the envelope that this version writes and reads. */
    public static final int FORMAT = 1;

    /** The newest minimum version of a command that this version can apply. */
    public static final int VERSION = 2;

    private static final int ENVELOPE_BYTES_TYPICAL = 24;
    private static final int KIND_AT = 2;
    private static final int ORIGIN_AT = 4;
    private static final int VARINT_BYTES_MAX = 10;

    private CommandCodec() {}

    public static byte[] encode(Command command) {
        Operation operation = command.operation();
        WireWriter out = new WireWriter(ENVELOPE_BYTES_TYPICAL + OperationCodec.sizeHint(operation));
        out.u8(FORMAT);
        out.u8(command.minimumVersion());
        out.u8(OperationCodec.kind(operation));
        out.u8(command.space().code());
        out.u8(0);
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

    /** The same command as one that {@code origin}, not 0, hands to the leader. */
    public static byte[] forwarded(byte[] command, long origin, long sequence) {
        if (command[ORIGIN_AT] != 0) {
            throw new IllegalArgumentException("the command has an origin already");
        }
        WireWriter out = new WireWriter(command.length + 2 * VARINT_BYTES_MAX);
        out.raw(command, 0, ORIGIN_AT);
        out.varint(origin);
        out.varint(sequence);
        out.raw(command, ORIGIN_AT + 1, command.length);
        return out.toBytes();
    }

    /** Who handed the command to the leader; 0 for the leader itself. */
    public static long origin(byte[] command) {
        return command[ORIGIN_AT] == 0 ? 0 : new WireReader(command, ORIGIN_AT, command.length).varint();
    }

    /** What the origin knows the command by; 0 without an origin. */
    public static long sequence(byte[] command) {
        WireReader in = new WireReader(command, ORIGIN_AT, command.length);
        return in.varint() == 0 ? 0 : in.varint();
    }

    /** Whether this is a change of members that travels in a configuration entry or as an update. */
    public static boolean isMemberChange(byte[] command) {
        return command[KIND_AT] == OperationCodec.MEMBER_CHANGE;
    }

    /** Throws UnknownFormatException for what this version cannot know, IllegalArgumentException for broken bytes. */
    public static Command decode(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        int format = in.u8();
        int minimumVersion = in.u8();
        if (format != FORMAT || minimumVersion > VERSION) {
            throw new UnknownFormatException("command format " + format + ", needs version " + minimumVersion
                    + "; this node knows up to " + VERSION);
        }
        int kind = in.u8();
        Space space = Space.ofCode(in.u8());
        if (in.varint() != 0) {
            in.varint();
        }
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
