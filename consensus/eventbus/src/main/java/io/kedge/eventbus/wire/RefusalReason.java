/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

/** Why a member does not take another's envelopes. */
public enum RefusalReason {
    WRONG_CLUSTER(1, "it belongs to another cluster"),
    WRONG_TARGET(2, "it means another member than the one that listens here"),
    UNKNOWN_SENDER(3, "it is no member"),
    REMOVED_SENDER(4, "it was removed from the cluster"),
    CHANGED_INCARNATION(5, "its data directory is not the one first seen for this member"),
    OTHER_TARGET_INCARNATION(6, "it knows this member with another data directory");

    private final int code;
    private final String text;

    RefusalReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    /** What is wrong with the refused sender, for a log line. */
    public String text() {
        return text;
    }

    static RefusalReason of(int code) throws WireException {
        for (RefusalReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        throw new WireException("unknown reason of a refusal: " + code);
    }
}
