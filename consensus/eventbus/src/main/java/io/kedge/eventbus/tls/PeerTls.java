/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member shows to its peers, and whom it takes for one. Files in PEM; they are read again for the first new
 * connection after a change.
 *
 * @param certFile certificate chain of this member, good for server and client
 * @param keyFile its private key, PKCS#8, PKCS#1 or SEC 1, not encrypted
 * @param caFile certificates of the authorities trusted to name members; null for those that the JVM trusts
 * @param trust whom it takes
 */
public record PeerTls(Path certFile, Path keyFile, @Nullable Path caFile, Trust trust) {

    /**
     * Rules beyond a certificate's signature. An authority given, a rule about names or {@code clientAuth} makes a
     * certificate of whoever connects a condition; a server's is always looked at, and must name the host connected to.
     *
     * @param anybody encrypts only: nobody's certificate is looked at
     * @param clientAuth whoever connects must show a certificate
     * @param allowedNames common names of which the peer's certificate must have one; empty for any
     * @param allowedHosts names or addresses one of which the peer's certificate must be good for; empty for any
     * @param skipClientHost a certificate shown by whoever connects need not be good for its address
     */
    public record Trust(
            boolean anybody,
            boolean clientAuth,
            List<String> allowedNames,
            List<String> allowedHosts,
            boolean skipClientHost) {

        /** Everybody with a certificate of the authority. */
        public static final Trust AUTHORITY = new Trust(false, true, List.of(), List.of(), false);

        /** Whoever reaches the port. */
        public static final Trust ANYBODY = new Trust(true, false, List.of(), List.of(), true);
    }

    boolean asksForCertificate() {
        return !trust.anybody()
                && (caFile != null
                        || trust.clientAuth()
                        || !trust.allowedNames().isEmpty()
                        || !trust.allowedHosts().isEmpty());
    }
}
