/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** Which of the node's key spaces a record belongs to; the code is part of every stored key and command. */
public enum Space {
    /** Users' keys, with etcd's revisions: the only space that v3 clients see. */
    USERS(0),
    /** Leases, members, alarms, users, sessions, plugin state: the last writer wins. */
    SYSTEM(1),
    /** The MQTT message plane, with its own revision and retention. */
    MESSAGES(2);

    private static final Space[] BY_CODE = values();

    private final int code;

    Space(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Throws IllegalArgumentException for a code this version does not know. */
    public static Space ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("unknown space " + code);
        }
        return BY_CODE[code];
    }
}
