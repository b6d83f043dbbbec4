/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.wire;

/** Bytes that are no envelope. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1;

    public WireException(String message) {
        super(message);
    }

    WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
