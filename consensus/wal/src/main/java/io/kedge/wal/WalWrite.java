/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.io.IOException;

/** One submission to a {@link WalThread}; all methods run on its thread. Exactly one of the last two is called. */
public interface WalWrite {

    /** Appends to {@code wal}; must not flush it. A throw fails the whole log. */
    void writeTo(Wal wal) throws IOException;

    /** All that {@link #writeTo} appended is durable; called in the order of submission. */
    void durable();

    /** It may or may not be on disk, and the log takes nothing more. */
    void failed(Throwable cause);
}
