/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import io.kedge.model.MemberInfo;
import io.kedge.model.format.WireReader;
import io.kedge.model.format.WireWriter;
import io.kedge.server.log.MemberList;
import java.util.List;

/**
 * What a member tells one that wants to join.
 *
 * @param bootMembers those that the cluster began with
 * @param members as of {@code appliedIndex}
 */
public record Roster(long clusterId, List<MemberInfo> bootMembers, List<MemberInfo> members, long appliedIndex) {

    private static final int FORMAT = 1;

    public Roster {
        bootMembers = List.copyOf(bootMembers);
        members = List.copyOf(members);
    }

    public byte[] encode() {
        WireWriter out = new WireWriter(64);
        out.u8(FORMAT);
        out.varint(clusterId);
        MemberList.write(bootMembers, out);
        MemberList.write(members, out);
        out.varint(appliedIndex);
        return out.toBytes();
    }

    /** Throws IllegalArgumentException for bytes that are none. */
    public static Roster decode(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        int format = in.u8();
        if (format != FORMAT) {
            throw new IllegalArgumentException("member list of format " + format);
        }
        return new Roster(in.varint(), MemberList.read(in), MemberList.read(in), in.varint());
    }
}
