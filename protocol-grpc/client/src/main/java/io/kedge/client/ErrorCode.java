/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

/** Why a call failed. */
public enum ErrorCode {
    /** No endpoint could be reached, or the server is not able to serve now. */
    UNAVAILABLE,
    /** The cluster has no leader; nothing was written. */
    NO_LEADER,
    /** The time given to the call is over. */
    DEADLINE_EXCEEDED,
    /** The call was cancelled. */
    CANCELLED,
    /** The asked revision is gone by compaction. */
    COMPACTED,
    /** The asked revision does not exist yet. */
    FUTURE_REVISION,
    /** No such lease, or it has expired. */
    LEASE_NOT_FOUND,
    /** A lease with this id exists. */
    LEASE_EXISTS,
    /** The store's space quota is used up. */
    NO_SPACE,
    /** The request is larger than the server or this client takes. */
    TOO_LARGE,
    /** The server has more work queued than it takes. */
    TOO_MANY_REQUESTS,
    /** The transaction has too many operations. */
    TOO_MANY_OPS,
    /** The transaction puts one key twice. */
    DUPLICATE_KEY,
    /** A key is empty. */
    EMPTY_KEY,
    /** Another fault in the request. */
    INVALID_ARGUMENT,
    /** The thing asked for does not exist. */
    NOT_FOUND,
    /** The state of the store forbids the call. */
    FAILED_PRECONDITION,
    /** The caller is not known. */
    UNAUTHENTICATED,
    /** The caller may not do this. */
    PERMISSION_DENIED,
    /** The cluster reports damaged data. */
    CORRUPT,
    /** The server does not know this call. */
    UNIMPLEMENTED,
    /** The subscriber of a watch is too slow for its buffer. */
    WATCH_OVERFLOW,
    /** The client is closed. */
    CLOSED,
    /** The server or the connection broke the protocol. */
    INTERNAL,
    /** The server gave a reason that this client does not know; see the text. */
    UNKNOWN
}
