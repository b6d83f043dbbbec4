/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.hostile;

import java.io.IOException;

/**
 * One way to mistreat a server.
 *
 * @param name what is done
 * @param accepted a pattern of the verdicts that are clear enough
 * @param act does it on a fresh connection
 */
record Attack(String name, String accepted, Act act) {

    /** Writes to a fresh connection. */
    interface Act {
        void on(RawHttp2 connection) throws IOException;
    }
}
