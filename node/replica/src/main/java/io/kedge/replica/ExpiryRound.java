/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.replica;

/** The leader's own question whether it still leads, before it ends leases. */
final class ExpiryRound extends ReadTicket {

    @Override
    boolean needsLeader() {
        return true;
    }
}
