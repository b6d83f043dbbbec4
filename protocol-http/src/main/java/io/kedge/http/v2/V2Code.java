/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

/** The error table of the v2 interface. */
enum V2Code {
    KEY_NOT_FOUND(100, 404, "Key not found"),
    COMPARE_FAILED(101, 412, "Compare failed"),
    NOT_A_FILE(102, 403, "Not a file"),
    NOT_A_DIRECTORY(104, 400, "Not a directory"),
    KEY_EXISTS(105, 412, "Key already exists"),
    ROOT_READ_ONLY(107, 400, "Root is read only"),
    DIRECTORY_NOT_EMPTY(108, 403, "Directory not empty"),
    UNAUTHORIZED(110, 401, "The request requires user authentication"),
    PREV_VALUE_REQUIRED(201, 400, "PrevValue is Required in POST form"),
    TTL_NOT_A_NUMBER(202, 400, "The given TTL in POST form is not a number"),
    INDEX_NOT_A_NUMBER(203, 400, "The given index in POST form is not a number"),
    INVALID_FIELD(209, 400, "Invalid field"),
    INVALID_FORM(210, 400, "Invalid POST form"),
    VALUE_ON_REFRESH(211, 400, "Value provided on refresh"),
    TTL_REQUIRED_ON_REFRESH(212, 400, "A TTL must be provided on refresh"),
    RAFT_INTERNAL(300, 500, "Raft Internal Error"),
    LEADER_ELECTION(301, 500, "During Leader Election"),
    WATCHER_CLEARED(400, 400, "watcher is cleared due to etcd recovery"),
    EVENT_INDEX_CLEARED(401, 400, "The event in requested index is outdated and cleared");

    private final int number;
    private final int status;
    private final String message;

    V2Code(int number, int status, String message) {
        this.number = number;
        this.status = status;
        this.message = message;
    }

    int number() {
        return number;
    }

    /** Of HTTP. */
    int status() {
        return status;
    }

    String message() {
        return message;
    }
}
