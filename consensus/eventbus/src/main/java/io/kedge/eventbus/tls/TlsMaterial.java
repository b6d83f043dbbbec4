/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys and certificates as they were when last read. Files that have changed are read again when a connection begins;
 * as long as what they hold is of no use, the last that was stays. Any thread; reads files.
 */
final class TlsMaterial {
    private static final Logger log = LoggerFactory.getLogger(TlsMaterial.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final PeerTls tls;
    private List<String> marks;
    private Contexts contexts;

    /** For both directions. */
    record Contexts(SslContext server, SslContext client) {}

    /** Reads all files; throws {@link TlsException} with a sentence that names the one that is of no use. */
    TlsMaterial(PeerTls tls) throws TlsException {
        this.tls = tls;
        marks = marks();
        contexts = read();
    }

    synchronized Contexts current() {
        List<String> now = marks();
        if (!now.equals(marks)) {
            marks = now;
            try {
                contexts = read();
                log.info("the certificate for peers in {} was read again", tls.certFile());
            } catch (TlsException e) {
                log.warn("{}; the certificate read before stays in use", e.getMessage());
            }
        }
        return contexts;
    }

    /** What changes when a file does. */
    private List<String> marks() {
        List<String> all = new ArrayList<>();
        all.add(mark(tls.certFile()));
        all.add(mark(tls.keyFile()));
        if (tls.caFile() != null) {
            all.add(mark(tls.caFile()));
        }
        return all;
    }

    private static String mark(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return "unreadable";
        }
    }

    private Contexts read() throws TlsException {
        KeyManagerFactory keys = keys();
        PeerTrust trust = new PeerTrust(signatures(tls.caFile()), tls.trust());
        try {
            SslContext server = SslContextBuilder.forServer(keys)
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .trustManager(trust)
                    .clientAuth(tls.asksForCertificate() ? ClientAuth.REQUIRE : ClientAuth.NONE)
                    .build();
            SslContext client = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .keyManager(keys)
                    .trustManager(trust)
                    .endpointIdentificationAlgorithm(tls.trust().anybody() ? "" : "HTTPS")
                    .build();
            return new Contexts(server, client);
        } catch (IOException e) {
            throw new TlsException("TLS between members cannot be set up: " + e.getMessage(), e);
        }
    }

    private KeyManagerFactory keys() throws TlsException {
        byte[] certificate = bytes(tls.certFile(), "certificate");
        byte[] key = bytes(tls.keyFile(), "key");
        try {
            return new PemKeyCertOptions()
                    .setCertValue(Buffer.buffer(certificate))
                    .setKeyValue(Buffer.buffer(key))
                    .getKeyManagerFactory(null);
        } catch (Exception e) {
            throw new TlsException(
                    "The certificate for peers in " + tls.certFile() + " and its key in " + tls.keyFile()
                            + " cannot be used: " + e.getMessage(),
                    e);
        }
    }

    private static X509ExtendedTrustManager signatures(@Nullable Path caFile) throws TlsException {
        try {
            KeyStore store = null;
            if (caFile != null) {
                store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                int count = 0;
                for (Certificate authority : authorities(caFile)) {
                    store.setCertificateEntry("ca" + count++, authority);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager each : factory.getTrustManagers()) {
                if (each instanceof X509ExtendedTrustManager found) {
                    return found;
                }
            }
            throw new TlsException("This JVM has no trust manager for X.509 certificates", null);
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException(
                    "The trusted certificates for peers in " + caFile + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Iterable<? extends Certificate> authorities(Path caFile)
            throws TlsException, GeneralSecurityException, IOException {
        try (InputStream pem = Files.newInputStream(caFile)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (found.isEmpty()) {
                throw new TlsException("There is no certificate in " + caFile, null);
            }
            return found;
        }
    }

    private static byte[] bytes(Path file, String what) throws TlsException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new TlsException("The " + what + " for peers in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
