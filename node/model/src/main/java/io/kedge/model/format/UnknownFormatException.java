/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.model.format;

/** Bytes written by a newer version; the node that meets them must stop. */
public final class UnknownFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownFormatException(String message) {
        super(message);
    }
}
