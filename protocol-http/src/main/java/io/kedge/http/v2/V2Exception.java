/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.v2;

/** A request refused. {@code index} is the store's when that was found out, 0 for what is wrong in any state. */
final class V2Exception extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final V2Code code;
    private final String cause;
    private final long index;

    V2Exception(V2Code code, String cause, long index) {
        super(code.message() + " (" + cause + ")", null, false, false);
        this.code = code;
        this.cause = cause;
        this.index = index;
    }

    V2Exception(V2Code code, String cause) {
        this(code, cause, 0);
    }

    V2Code code() {
        return code;
    }

    /** The text of the reply's field. */
    String causeText() {
        return cause;
    }

    long index() {
        return index;
    }
}
