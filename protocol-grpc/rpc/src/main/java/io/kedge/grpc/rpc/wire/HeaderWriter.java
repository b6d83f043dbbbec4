/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc.wire;

import io.kedge.api.NodeIdentity;
import io.kedge.model.format.WireWriter;

/** Writes the reply header as field 1; the node's ids are laid out once. One for each event loop. */
public final class HeaderWriter {

    private static final int FIELD_HEADER = 1;
    private static final int FIELD_CLUSTER = 1;
    private static final int FIELD_MEMBER = 2;
    private static final int FIELD_REVISION = 3;
    private static final int FIELD_TERM = 4;

    private final NodeIdentity identity;
    private final byte[] ids;

    public HeaderWriter(NodeIdentity identity) {
        this.identity = identity;
        WireWriter out = new WireWriter(22);
        out.varintField(FIELD_CLUSTER, identity.clusterId());
        out.varintField(FIELD_MEMBER, identity.memberId());
        this.ids = out.toBytes();
    }

    /** The term, to be read once for one reply, as it may change while that is written. */
    long term() {
        return identity.raftTerm();
    }

    int fieldSize(long revision, long term) {
        return WireWriter.sizeOfBytesField(contentSize(revision, term));
    }

    void write(WireWriter out, long revision, long term) {
        out.varint(FIELD_HEADER << 3 | 2);
        out.varint(contentSize(revision, term));
        out.raw(ids);
        out.varintField(FIELD_REVISION, revision);
        out.varintField(FIELD_TERM, term);
    }

    private int contentSize(long revision, long term) {
        return ids.length + WireWriter.sizeOfVarintField(revision) + WireWriter.sizeOfVarintField(term);
    }

    /** The header of a reply inside a transaction has the revision only. */
    static int innerFieldSize(long revision) {
        return WireWriter.sizeOfBytesField(WireWriter.sizeOfVarintField(revision));
    }

    static void writeInner(WireWriter out, long revision) {
        out.varint(FIELD_HEADER << 3 | 2);
        out.varint(WireWriter.sizeOfVarintField(revision));
        out.varintField(FIELD_REVISION, revision);
    }
}
