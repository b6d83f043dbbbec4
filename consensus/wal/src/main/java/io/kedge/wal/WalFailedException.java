/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.io.IOException;

/** The log failed before and takes nothing more: after a failed force the disk's state is unknown. */
public final class WalFailedException extends IOException {

    private static final long serialVersionUID = 1;

    WalFailedException(Throwable cause) {
        super("the log failed earlier: " + cause, cause);
    }
}
