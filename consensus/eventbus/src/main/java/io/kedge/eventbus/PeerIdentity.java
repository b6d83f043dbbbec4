/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus;

import io.kedge.eventbus.cluster.PeerUrl;

/**
 * Who this member is.
 *
 * @param incarnation random number of the data directory, not 0
 * @param url where others reach it
 */
public record PeerIdentity(long clusterId, long memberId, long incarnation, PeerUrl url) {
    public PeerIdentity {
        if (memberId == 0 || incarnation == 0) {
            throw new IllegalArgumentException("member id and incarnation must not be 0");
        }
    }
}
