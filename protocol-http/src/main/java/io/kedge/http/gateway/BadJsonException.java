/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.gateway;

/** A body that is not the JSON of the message wanted. Carries no stack trace: clients cause it at will. */
final class BadJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    BadJsonException(String message) {
        super(message, null, false, false);
    }

    /** What to tell the client. */
    String text() {
        return String.valueOf(getMessage());
    }
}
