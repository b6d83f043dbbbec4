/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.log;

import io.kedge.model.format.WireReader;
import io.kedge.model.format.WireWriter;

/**
 * Whose log this is, kept in every segment.
 *
 * @param clusterId unsigned
 * @param memberId unsigned
 * @param incarnation random, made with the data directory
 */
public record LogIdentity(long clusterId, long memberId, long incarnation) {

    private static final int FORMAT = 1;

    public byte[] encode() {
        WireWriter out = new WireWriter(31);
        out.u8(FORMAT);
        out.varint(clusterId);
        out.varint(memberId);
        out.varint(incarnation);
        return out.toBytes();
    }

    /** Throws IllegalArgumentException for bytes that are none. */
    public static LogIdentity decode(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        int format = in.u8();
        if (format != FORMAT) {
            throw new IllegalArgumentException("log identity of format " + format);
        }
        return new LogIdentity(in.varint(), in.varint(), in.varint());
    }
}
