/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.log;

import io.kedge.model.MemberInfo;
import io.kedge.model.format.WireReader;
import io.kedge.model.format.WireWriter;
import java.util.List;

/**
 * Whose log this is, kept in every segment.
 *
 * @param clusterId unsigned
 * @param memberId unsigned
 * @param incarnation random, made with the data directory, never 0
 * @param bootMembers the members that the cluster began with, at each member the same: the configuration before the
 *     log's first entry; empty if this member was alone then
 * @param joined the members as they were when this one joined: it needs them to be reached until its own log tells
 * @param joinedIndex the applied index of whoever told {@code joined}, 0 at a member that the cluster began with
 */
public record LogIdentity(
        long clusterId,
        long memberId,
        long incarnation,
        List<MemberInfo> bootMembers,
        List<MemberInfo> joined,
        long joinedIndex) {

    private static final int FORMAT = 3;

    public LogIdentity {
        bootMembers = List.copyOf(bootMembers);
        joined = List.copyOf(joined);
    }

    /** Of a member that the cluster begins with. */
    public LogIdentity(long clusterId, long memberId, long incarnation, List<MemberInfo> bootMembers) {
        this(clusterId, memberId, incarnation, bootMembers, List.of(), 0);
    }

    /** Of a member that began alone. */
    public LogIdentity(long clusterId, long memberId, long incarnation) {
        this(clusterId, memberId, incarnation, List.of());
    }

    public byte[] encode() {
        WireWriter out = new WireWriter(64);
        out.u8(FORMAT);
        out.varint(clusterId);
        out.varint(memberId);
        out.varint(incarnation);
        MemberList.write(bootMembers, out);
        MemberList.write(joined, out);
        out.varint(joinedIndex);
        return out.toBytes();
    }

    /** Throws IllegalArgumentException for bytes that are none. */
    public static LogIdentity decode(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        int format = in.u8();
        if (format != FORMAT) {
            throw new IllegalArgumentException("log identity of format " + format);
        }
        return new LogIdentity(
                in.varint(), in.varint(), in.varint(), MemberList.read(in), MemberList.read(in), in.varint());
    }
}
