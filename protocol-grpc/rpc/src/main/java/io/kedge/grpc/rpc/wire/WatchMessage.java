/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc.wire;

import io.kedge.api.WatchRequest;
import io.kedge.model.KeyRange;

/** What a client says on a watch stream. */
public sealed interface WatchMessage {

    record Create(WatchRequest request) implements WatchMessage {}

    record Cancel(long watchId) implements WatchMessage {}

    record Progress() implements WatchMessage {}

    /** Nothing that this version knows; ignored. */
    record Unknown() implements WatchMessage {}

    static WatchMessage decode(ProtoReader in) {
        WatchMessage message = new Unknown();
        for (int tag = in.nextTag(); tag != 0; tag = in.nextTag()) {
            switch (tag) {
                case Tags.BYTES_1 -> {
                    int outer = in.enter();
                    message = new Create(create(in));
                    in.leave(outer);
                }
                case Tags.BYTES_2 -> {
                    int outer = in.enter();
                    message = new Cancel(id(in));
                    in.leave(outer);
                }
                case Tags.BYTES_3 -> {
                    in.skip(tag);
                    message = new Progress();
                }
                default -> in.skip(tag);
            }
        }
        return message;
    }

    /** The id of a message that has nothing else: a cancel, a keep-alive. */
    static long id(ProtoReader in) {
        long id = 0;
        for (int tag = in.nextTag(); tag != 0; tag = in.nextTag()) {
            if (tag == Tags.VARINT_1) {
                id = in.varint();
            } else {
                in.skip(tag);
            }
        }
        return id;
    }

    private static WatchRequest create(ProtoReader in) {
        byte[] key = KvRequests.NO_BYTES;
        byte[] end = KvRequests.NO_BYTES;
        long startRevision = 0;
        boolean progressNotify = false;
        int filters = 0;
        boolean previous = false;
        long watchId = 0;
        boolean fragment = false;
        for (int tag = in.nextTag(); tag != 0; tag = in.nextTag()) {
            switch (tag) {
                case Tags.BYTES_1 -> key = in.bytes();
                case Tags.BYTES_2 -> end = in.bytes();
                case Tags.VARINT_3 -> startRevision = in.varint();
                case Tags.VARINT_4 -> progressNotify = in.bool();
                case Tags.VARINT_5 -> filters |= filter(in.enumNumber());
                case Tags.BYTES_5 -> filters |= packedFilters(in);
                case Tags.VARINT_6 -> previous = in.bool();
                case Tags.VARINT_7 -> watchId = in.varint();
                case Tags.VARINT_8 -> fragment = in.bool();
                default -> in.skip(tag);
            }
        }
        byte[] start = key.length == 0 ? new byte[] {0} : key;
        return new WatchRequest(
                KeyRange.of(start, end),
                startRevision,
                progressNotify,
                (filters & 1) != 0,
                (filters & 2) != 0,
                previous,
                watchId,
                fragment);
    }

    private static int packedFilters(ProtoReader in) {
        int filters = 0;
        int outer = in.enter();
        while (in.remaining() > 0) {
            filters |= filter(in.enumNumber());
        }
        in.leave(outer);
        return filters;
    }

    /** NOPUT is 0, NODELETE 1; others are ignored. */
    private static int filter(int number) {
        return number == 0 || number == 1 ? 1 << number : 0;
    }
}
