/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import io.kedge.eventbus.tls.PeerTls.Trust;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Judges the certificates of peers: first their signatures, then their names. Any thread; may ask the resolver. */
final class PeerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager signatures;
    private final Trust rules;

    PeerTrust(X509ExtendedTrustManager signatures, Trust rules) {
        this.signatures = signatures;
        this.rules = rules;
    }

    /** Somebody has connected; its address is the engine's peer. */
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (rules.anybody()) {
            return;
        }
        try {
            signatures.checkClientTrusted(chain, authType, engine);
            CertificateNames names = CertificateNames.of(chain[0]);
            judgeNames(names);
            String address = engine.getPeerHost();
            if (!rules.skipClientHost() && names.haveHosts() && !names.fitAddress(InetAddress.getByName(address))) {
                throw new CertificateException("it is good for " + names.hosts() + " and " + names.addresses()
                        + ", not for the address " + address + " that it came from");
            }
        } catch (CertificateException | UnknownHostException | RuntimeException e) {
            throw refused(chain, e);
        }
    }

    /** This member has connected; {@code signatures} compares the names with the engine's peer, too. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (rules.anybody()) {
            return;
        }
        try {
            signatures.checkServerTrusted(chain, authType, engine);
            judgeNames(CertificateNames.of(chain[0]));
        } catch (CertificateException | RuntimeException e) {
            throw refused(chain, e);
        }
    }

    private void judgeNames(CertificateNames names) throws CertificateException {
        if (!rules.allowedNames().isEmpty() && !rules.allowedNames().contains(names.commonName())) {
            throw new CertificateException("its common name is none of the allowed: " + rules.allowedNames());
        }
        if (!rules.allowedHosts().isEmpty() && rules.allowedHosts().stream().noneMatch(names::fit)) {
            throw new CertificateException("it is good for none of the allowed hosts: " + rules.allowedHosts());
        }
    }

    private static CertificateException refused(X509Certificate[] chain, Exception cause) {
        return new CertificateException(
                "the certificate of " + chain[0].getSubjectX500Principal() + ", issued by "
                        + chain[0].getIssuerX500Principal() + ", is refused: " + cause.getMessage(),
                cause);
    }

    /** None are named: a peer that knows them keeps a certificate of another to itself, and the log could not say whose. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a peer without an address");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a peer without an address");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("peers are met through engines");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("peers are met through engines");
    }
}
