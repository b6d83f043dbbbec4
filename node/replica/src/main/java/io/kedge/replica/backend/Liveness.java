/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica.backend;

import io.kedge.model.Key;
import io.kedge.model.Space;

/** Says which stored records can still be asked for. Safe from the storage thread while the replica applies. */
public interface Liveness {

    boolean isLive(Space space, Key key, long revision, int sub);

    /** Records of the space that are live, for an estimate of the dead share. */
    long liveCount(Space space);
}
