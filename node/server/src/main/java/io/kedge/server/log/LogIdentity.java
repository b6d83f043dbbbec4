/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.log;

import io.kedge.model.MemberInfo;
import io.kedge.model.format.WireReader;
import io.kedge.model.format.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose log this is, kept in every segment.
 *
 * @param clusterId unsigned
 * @param memberId unsigned
 * @param incarnation random, made with the data directory, never 0
 * @param bootMembers the members that the cluster began with: the configuration before the log's first entry; empty if
 *     the member was alone then
 */
public record LogIdentity(long clusterId, long memberId, long incarnation, List<MemberInfo> bootMembers) {

    private static final int FORMAT_ALONE = 1;
    private static final int FORMAT_SEVERAL = 2;

    public LogIdentity {
        bootMembers = List.copyOf(bootMembers);
    }

    /** Of a member that began alone. */
    public LogIdentity(long clusterId, long memberId, long incarnation) {
        this(clusterId, memberId, incarnation, List.of());
    }

    public byte[] encode() {
        WireWriter out = new WireWriter(31);
        out.u8(bootMembers.isEmpty() ? FORMAT_ALONE : FORMAT_SEVERAL);
        out.varint(clusterId);
        out.varint(memberId);
        out.varint(incarnation);
        if (!bootMembers.isEmpty()) {
            out.varint(bootMembers.size());
            for (MemberInfo member : bootMembers) {
                out.varint(member.id());
                out.varint(member.peerUrls().size());
                member.peerUrls().forEach(url -> out.bytes(url.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return out.toBytes();
    }

    /** Throws IllegalArgumentException for bytes that are none. */
    public static LogIdentity decode(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        int format = in.u8();
        if (format != FORMAT_ALONE && format != FORMAT_SEVERAL) {
            throw new IllegalArgumentException("log identity of format " + format);
        }
        long clusterId = in.varint();
        long memberId = in.varint();
        long incarnation = in.varint();
        return new LogIdentity(
                clusterId, memberId, incarnation, format == FORMAT_ALONE ? List.of() : readMembers(in));
    }

    private static List<MemberInfo> readMembers(WireReader in) {
        List<MemberInfo> members = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            long id = in.varint();
            List<String> urls = new ArrayList<>();
            for (int urlsLeft = in.count(); urlsLeft > 0; urlsLeft--) {
                urls.add(new String(in.bytes(), StandardCharsets.UTF_8));
            }
            members.add(new MemberInfo(id, "", urls, List.of(), false));
        }
        return members;
    }
}
