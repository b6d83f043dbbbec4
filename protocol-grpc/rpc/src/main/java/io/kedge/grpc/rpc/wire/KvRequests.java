/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc.wire;

import io.kedge.model.CompactRequest;
import io.kedge.model.DeleteRangeRequest;
import io.kedge.model.KedgeException;
import io.kedge.model.Key;
import io.kedge.model.KeyRange;
import io.kedge.model.PutRequest;
import io.kedge.model.RangeRequest;
import io.kedge.model.SortOrder;
import io.kedge.model.SortTarget;
import io.kedge.model.StatusCode;

/** Decodes the KV service's requests; unknown fields are skipped, of repeated single fields the last one counts. */
public final class KvRequests {

    static final byte[] NO_BYTES = {};

    private static final SortOrder[] ORDERS = SortOrder.values();
    private static final SortTarget[] TARGETS = SortTarget.values();

    private KvRequests() {}

    public static PutRequest put(ProtoReader in) {
        byte[] key = NO_BYTES;
        byte[] value = NO_BYTES;
        long lease = 0;
        boolean previous = false;
        boolean ignoreValue = false;
        boolean ignoreLease = false;
        for (int tag = in.nextTag(); tag != 0; tag = in.nextTag()) {
            switch (tag) {
                case Tags.BYTES_1 -> key = in.bytes();
                case Tags.BYTES_2 -> value = in.bytes();
                case Tags.VARINT_3 -> lease = in.varint();
                case Tags.VARINT_4 -> previous = in.bool();
                case Tags.VARINT_5 -> ignoreValue = in.bool();
                case Tags.VARINT_6 -> ignoreLease = in.bool();
                default -> in.skip(tag);
            }
        }
        return new PutRequest(Key.of(key), value, lease, previous, ignoreValue, ignoreLease);
    }

    /** Throws KedgeException for a sort order or target without a name, unless the key is missing too. */
    public static RangeRequest range(ProtoReader in) {
        byte[] key = NO_BYTES;
        byte[] end = NO_BYTES;
        long limit = 0;
        long revision = 0;
        int order = 0;
        int target = 0;
        boolean serializable = false;
        boolean keysOnly = false;
        boolean countOnly = false;
        long minMod = 0;
        long maxMod = 0;
        long minCreate = 0;
        long maxCreate = 0;
        for (int tag = in.nextTag(); tag != 0; tag = in.nextTag()) {
            switch (tag) {
                case Tags.BYTES_1 -> key = in.bytes();
                case Tags.BYTES_2 -> end = in.bytes();
                case Tags.VARINT_3 -> limit = in.varint();
                case Tags.VARINT_4 -> revision = in.varint();
                case Tags.VARINT_5 -> order = in.enumNumber();
                case Tags.VARINT_6 -> target = in.enumNumber();
                case Tags.VARINT_7 -> serializable = in.bool();
                case Tags.VARINT_8 -> keysOnly = in.bool();
                case Tags.VARINT_9 -> countOnly = in.bool();
                case Tags.VARINT_10 -> minMod = in.varint();
                case Tags.VARINT_11 -> maxMod = in.varint();
                case Tags.VARINT_12 -> minCreate = in.varint();
                case Tags.VARINT_13 -> maxCreate = in.varint();
                default -> in.skip(tag);
            }
        }
        requireSort(key, order, target);
        return new RangeRequest(
                KeyRange.of(key, end),
                limit,
                revision,
                ORDERS[order],
                TARGETS[target],
                serializable,
                keysOnly,
                countOnly,
                minMod,
                maxMod,
                minCreate,
                maxCreate);
    }

    private static void requireSort(byte[] key, int order, int target) {
        if (order < 0 || order >= ORDERS.length || target < 0 || target >= TARGETS.length) {
            throw new KedgeException(key.length == 0 ? StatusCode.KEY_NOT_PROVIDED : StatusCode.INVALID_SORT_OPTION);
        }
    }

    public static DeleteRangeRequest delete(ProtoReader in) {
        byte[] key = NO_BYTES;
        byte[] end = NO_BYTES;
        boolean previous = false;
        for (int tag = in.nextTag(); tag != 0; tag = in.nextTag()) {
            switch (tag) {
                case Tags.BYTES_1 -> key = in.bytes();
                case Tags.BYTES_2 -> end = in.bytes();
                case Tags.VARINT_3 -> previous = in.bool();
                default -> in.skip(tag);
            }
        }
        return new DeleteRangeRequest(KeyRange.of(key, end), previous);
    }

    public static CompactRequest compact(ProtoReader in) {
        long revision = 0;
        boolean physical = false;
        for (int tag = in.nextTag(); tag != 0; tag = in.nextTag()) {
            switch (tag) {
                case Tags.VARINT_1 -> revision = in.varint();
                case Tags.VARINT_2 -> physical = in.bool();
                default -> in.skip(tag);
            }
        }
        return new CompactRequest(revision, physical);
    }
}
