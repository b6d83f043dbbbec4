/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.watch;

/** A parameter that says nothing the server understands; the message says which and why. */
final class BadParameterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadParameterException(String message) {
        super(message, null, false, false);
    }
}
