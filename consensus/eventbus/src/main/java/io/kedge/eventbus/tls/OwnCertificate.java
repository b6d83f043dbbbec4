/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** A key and a certificate signed with it, made once and kept in a folder; what {@code --peer-auto-tls} asks for. */
public final class OwnCertificate {
    private static final String NAME = "kedge";
    private static final Duration YEAR = Duration.ofDays(365);
    private static final int LINE_CHARS = 64;

    private OwnCertificate() {}

    /**
     * What is in {@code folder}, or is made there for {@code years} from {@code now}. Those who use it take anybody for
     * a peer.
     *
     * @param hosts names and addresses that the certificate is to show
     */
    public static PeerTls in(Path folder, List<String> hosts, int years, Instant now) throws TlsException {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        if (!Files.exists(certificate) || !Files.exists(key)) {
            try {
                Files.createDirectories(folder);
                KeyPair pair = keys();
                CertificateDraft draft =
                        new CertificateDraft(NAME, hosts, now, now.plus(YEAR.multipliedBy(years)), false);
                write(key, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
                write(certificate, pem("CERTIFICATE", draft.sign(pair.getPublic(), NAME, pair.getPrivate())));
            } catch (IOException | GeneralSecurityException e) {
                throw new TlsException("No certificate could be made in " + folder + ": " + e.getMessage(), e);
            }
        }
        return new PeerTls(certificate, key, null, PeerTls.Trust.ANYBODY);
    }

    /** A new key of the curve P-256. */
    public static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** RFC 7468. */
    public static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /** Complete or not at all, and for nobody else to read. */
    private static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (isPosix) {
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(part, text.getBytes(StandardCharsets.US_ASCII));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
