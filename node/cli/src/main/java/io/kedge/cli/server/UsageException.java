/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

/** The program was used wrongly; the message is a sentence for the person who typed it. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    UsageException(String sentence) {
        super(sentence);
    }
}
