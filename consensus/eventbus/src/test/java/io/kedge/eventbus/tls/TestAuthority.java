/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An authority that signs certificates for tests; its files and theirs lie in one folder. */
public final class TestAuthority {
    private static final Duration LIFE = Duration.ofDays(1);

    private final Path folder;
    private final String name;
    private final KeyPair keys;

    public TestAuthority(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        try {
            keys = OwnCertificate.keys();
            CertificateDraft draft = draft(name, List.of(), true);
            write(certificate(), "CERTIFICATE", draft.sign(keys.getPublic(), name, keys.getPrivate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path certificate() {
        return folder.resolve(name + ".pem");
    }

    /** Writes NAME.pem and NAME.key for a member at {@code hosts}. */
    public PeerTls issue(String commonName, List<String> hosts, PeerTls.Trust trust) {
        Path certificate = folder.resolve(commonName + ".pem");
        Path key = folder.resolve(commonName + ".key");
        try {
            KeyPair pair = OwnCertificate.keys();
            CertificateDraft draft = draft(commonName, hosts, false);
            write(certificate, "CERTIFICATE", draft.sign(pair.getPublic(), name, keys.getPrivate()));
            write(key, "PRIVATE KEY", pair.getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return new PeerTls(certificate, key, certificate(), trust);
    }

    private static CertificateDraft draft(String commonName, List<String> hosts, boolean authority) {
        Instant now = Instant.now();
        return new CertificateDraft(commonName, hosts, now.minus(LIFE), now.plus(LIFE), authority);
    }

    private static void write(Path file, String label, byte[] der) {
        try {
            Files.writeString(file, OwnCertificate.pem(label, der));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
