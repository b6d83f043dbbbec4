/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import org.jspecify.annotations.Nullable;

/** The files for TLS between members are of no use; the message is a sentence without its full stop. */
public final class TlsException extends Exception {
    private static final long serialVersionUID = 1;

    TlsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
