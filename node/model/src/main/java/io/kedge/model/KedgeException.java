/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model;

/** A request that ended with a {@link StatusCode}. Carries no stack trace: it is an answer, not an accident. */
public final class KedgeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final StatusCode code;

    public KedgeException(StatusCode code) {
        this(code, code.name());
    }

    /** The detail is for logs and for codes without a fixed text. */
    public KedgeException(StatusCode code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    public StatusCode code() {
        return code;
    }
}
