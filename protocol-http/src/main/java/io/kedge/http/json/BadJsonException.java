/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.json;

/** A request's JSON that says nothing the server understands; the message says where and why. */
public final class BadJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadJsonException(String message) {
        super(message, null, false, false);
    }
}
