/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.dist.peers;

import io.kedge.eventbus.tls.CertificateDraft;
import io.kedge.eventbus.tls.OwnCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Signs certificates for members on this machine. */
final class Authority {
    private static final Duration LIFE = Duration.ofDays(1);

    private final Path folder;
    private final String name;
    private final KeyPair keys;

    Authority(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        try {
            keys = OwnCertificate.keys();
            write(name + ".pem", "CERTIFICATE", draft(name, true).sign(keys.getPublic(), name, keys.getPrivate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String file() {
        return folder.resolve(name + ".pem").toString();
    }

    /** Flags with a new certificate of this name, and with {@code trusted} as the authority of the others. */
    List<String> flags(String commonName, Authority trusted) {
        String base = commonName + "-of-" + name;
        try {
            KeyPair pair = OwnCertificate.keys();
            byte[] signed = draft(commonName, false).sign(pair.getPublic(), name, keys.getPrivate());
            return List.of(
                    "--peer-cert-file=" + write(base + ".pem", "CERTIFICATE", signed),
                    "--peer-key-file="
                            + write(
                                    base + ".key",
                                    "PRIVATE KEY",
                                    pair.getPrivate().getEncoded()),
                    "--peer-trusted-ca-file=" + trusted.file(),
                    "--peer-client-cert-auth");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CertificateDraft draft(String commonName, boolean authority) {
        Instant now = Instant.now();
        List<String> hosts = authority ? List.of() : List.of("127.0.0.1", "localhost");
        return new CertificateDraft(commonName, hosts, now.minus(LIFE), now.plus(LIFE), authority);
    }

    private Path write(String file, String label, byte[] der) {
        try {
            return Files.writeString(folder.resolve(file), OwnCertificate.pem(label, der));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
