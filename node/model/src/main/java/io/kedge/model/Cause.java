/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** Why a record was written, kept with it so that every protocol can tell an expiry from a delete. */
public enum Cause {
    PUT(0),
    DELETE(1),
    LEASE_EXPIRED(2),
    LEASE_REVOKED(3),
    V2_ACTION(4);

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
