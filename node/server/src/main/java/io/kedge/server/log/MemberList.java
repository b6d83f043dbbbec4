/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.log;

import io.kedge.model.MemberInfo;
import io.kedge.model.format.WireReader;
import io.kedge.model.format.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Members' ids, names, peer URLs and whether they only learn; client URLs are left out. */
public final class MemberList {

    private MemberList() {}

    public static void write(List<MemberInfo> members, WireWriter out) {
        out.varint(members.size());
        for (MemberInfo member : members) {
            out.varint(member.id());
            out.bytes(utf8(member.name()));
            out.u8(member.learner() ? 1 : 0);
            out.varint(member.peerUrls().size());
            member.peerUrls().forEach(url -> out.bytes(utf8(url)));
        }
    }

    /** Throws IllegalArgumentException for bytes that are none. */
    public static List<MemberInfo> read(WireReader in) {
        List<MemberInfo> members = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            long id = in.varint();
            String name = text(in.bytes());
            boolean learner = in.u8() != 0;
            List<String> urls = new ArrayList<>();
            for (int urlsLeft = in.count(); urlsLeft > 0; urlsLeft--) {
                urls.add(text(in.bytes()));
            }
            members.add(new MemberInfo(id, name, urls, List.of(), learner));
        }
        return members;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
