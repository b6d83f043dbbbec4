/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

/** Why a node cannot start, in a sentence for the person who started it. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    public StartException(String sentence) {
        super(sentence);
    }

    public StartException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
