/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.eventbus.tls.PeerTls;
import org.jspecify.annotations.Nullable;

/**
 * How a member is with the others.
 *
 * @param tls what it shows and whom it trusts; null for no TLS or a certificate of its own making
 * @param ownCertificateYears how long a certificate of its own making lasts; 0 to make none
 * @param catchUpEntries of the log, kept in memory for members that are behind; one further behind gets an image
 */
public record PeerOptions(@Nullable PeerTls tls, int ownCertificateYears, int catchUpEntries) {

    public static final PeerOptions DEFAULTS = new PeerOptions(null, 0, 5_000);

    /** Whether all that is said between members is encrypted. */
    public boolean isEncrypted() {
        return tls != null || ownCertificateYears > 0;
    }
}
