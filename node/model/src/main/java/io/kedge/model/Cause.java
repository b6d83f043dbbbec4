/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/**
 * Why a record was written, kept with it so that every protocol can tell an expiry from a delete. Those of the v2
 * interface name its actions; its plain set and delete are {@link #PUT} and {@link #DELETE}.
 */
public enum Cause {
    PUT(0),
    DELETE(1),
    LEASE_EXPIRED(2),
    LEASE_REVOKED(3),
    /** Made by a request that wanted it not to exist before. */
    V2_CREATE(4),
    /** Changed by a request that wanted it to exist. */
    V2_UPDATE(5),
    V2_COMPARE_AND_SWAP(6),
    V2_COMPARE_AND_DELETE(7),
    /** Given another lease and nothing else: watchers of the v2 interface are not told. */
    V2_REFRESH(8);

    private static final Cause[] BY_CODE = values();

    private final int code;

    Cause(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Throws IllegalArgumentException for a code this version does not know. */
    public static Cause ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("unknown cause " + code);
        }
        return BY_CODE[code];
    }
}
