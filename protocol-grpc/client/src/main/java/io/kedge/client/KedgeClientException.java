/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import org.jspecify.annotations.Nullable;

/** A failed call: a code to switch on and the server's own words. */
public class KedgeClientException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    KedgeClientException(ErrorCode code, String text) {
        this(code, text, null);
    }

    KedgeClientException(ErrorCode code, String text, @Nullable Throwable cause) {
        super(text, cause);
        this.code = code;
    }

    /** Why. */
    public final ErrorCode code() {
        return code;
    }

    /** The server's text, or the client's own when no server answered. */
    public final String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
