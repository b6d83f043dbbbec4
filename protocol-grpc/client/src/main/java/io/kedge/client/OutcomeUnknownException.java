/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

/**
 * A write was sent, but no answer says whether it was done. Read the state before writing again, or make the write
 * conditional.
 */
public final class OutcomeUnknownException extends KedgeClientException {

    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(KedgeClientException cause) {
        super(cause.code(), "the outcome of the write is not known: " + cause.text(), cause);
    }
}
