/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** What is wrong with a member's store. */
public enum Alarm {
    /** As a filter: all alarms. */
    NONE(0),
    NO_SPACE(1),
    CORRUPT(2);

    private static final Alarm[] BY_CODE = values();

    private final int code;

    Alarm(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Throws IllegalArgumentException for a code this version does not know. */
    public static Alarm ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("unknown alarm " + code);
        }
        return BY_CODE[code];
    }
}
