/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.grpc.rpc.wire;

/** Field tags as they stand on the wire. */
final class Tags {

    private Tags() {}

    static final int VARINT_1 = 1 << 3;
    static final int VARINT_2 = 2 << 3;
    static final int VARINT_3 = 3 << 3;
    static final int VARINT_4 = 4 << 3;
    static final int VARINT_5 = 5 << 3;
    static final int VARINT_6 = 6 << 3;
    static final int VARINT_7 = 7 << 3;
    static final int VARINT_8 = 8 << 3;
    static final int VARINT_9 = 9 << 3;
    static final int VARINT_10 = 10 << 3;
    static final int VARINT_11 = 11 << 3;
    static final int VARINT_12 = 12 << 3;
    static final int VARINT_13 = 13 << 3;
    static final int BYTES_1 = 1 << 3 | 2;
    static final int BYTES_2 = 2 << 3 | 2;
    static final int BYTES_3 = 3 << 3 | 2;
    static final int BYTES_4 = 4 << 3 | 2;
    static final int BYTES_5 = 5 << 3 | 2;
    static final int BYTES_7 = 7 << 3 | 2;
    static final int BYTES_64 = 64 << 3 | 2;
}
