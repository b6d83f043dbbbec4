/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.http.rest;

/** A request that cannot be understood; answered with 400 and the message, which says what to send instead. */
final class BadRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message, null, false, false);
    }
}
