/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.cluster;

import org.jspecify.annotations.Nullable;

/**
 * TLS between members: each shows its certificate and takes only such that {@code caPath} has signed. Files in PEM. The
 * event bus does not compare the name in a certificate with the host it connected to, so the authority must be the
 * cluster's own.
 *
 * @param certPath certificate chain of this member, good for server and client
 * @param keyPath its private key, PKCS#8
 * @param caPath certificates of the authorities trusted to name members; null if members make their own certificates:
 *     then the link is encrypted, but whoever reaches the port is taken for a peer
 */
public record PeerTls(
        String certPath, String keyPath, @Nullable String caPath) {}
