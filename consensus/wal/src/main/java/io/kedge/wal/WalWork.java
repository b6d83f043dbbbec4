/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.wal;

import java.io.IOException;

/** File work that need not run on the log's thread; may run on any one thread beside it. */
@FunctionalInterface
public interface WalWork {

    void run() throws IOException;
}
