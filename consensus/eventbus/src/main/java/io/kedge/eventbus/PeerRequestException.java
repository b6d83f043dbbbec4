/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

/** A request got no answer. */
public final class PeerRequestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What may have become of it. */
    public enum Outcome {
        /** It never left: the peer has surely not seen it. */
        NOT_SENT,
        /** The link broke or the answer is late: the peer may have done what was asked. */
        UNKNOWN
    }

    private final Outcome outcome;

    PeerRequestException(Outcome outcome, String message) {
        super(message, null, false, false);
        this.outcome = outcome;
    }

    public Outcome outcome() {
        return outcome;
    }
}
