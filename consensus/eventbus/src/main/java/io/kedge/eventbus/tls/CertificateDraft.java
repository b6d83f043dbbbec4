/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate to be signed with an elliptic curve key: X.509 version 3 (RFC 5280), good for server and client.
 *
 * @param commonName of its owner
 * @param hosts names and literal addresses at which the owner may be found
 * @param authority whether the owner may sign others' certificates
 */
public record CertificateDraft(String commonName, List<String> hosts, Instant from, Instant until, boolean authority) {
    private static final String ECDSA_WITH_SHA256 = "2a8648ce3d040302";
    private static final String COMMON_NAME = "550403";
    private static final String BASIC_CONSTRAINTS = "551d13";
    private static final String SUBJECT_ALTERNATIVE_NAME = "551d11";
    private static final String EXTENDED_KEY_USAGE = "551d25";
    private static final String SERVER_AUTH = "2b06010505070301";
    private static final String CLIENT_AUTH = "2b06010505070302";
    private static final byte[] TRUE = {0x01, 0x01, (byte) 0xff};
    private static final byte[] VERSION_3 = {0x02, 0x01, 0x02};
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int SERIAL_BITS = 127;

    /** The certificate in DER: {@code issuer} is the common name that belongs to {@code issuerKey}. */
    public byte[] sign(PublicKey owner, String issuer, PrivateKey issuerKey) throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.objectId(ECDSA_WITH_SHA256));
        byte[] content = Der.sequence(
                Der.field(0, VERSION_3),
                Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).toByteArray()),
                algorithm,
                name(issuer),
                Der.sequence(Der.time(from), Der.time(until)),
                name(commonName),
                owner.getEncoded(),
                Der.field(3, extensions()));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuerKey);
        signature.update(content);
        return Der.sequence(content, algorithm, Der.bits(0, signature.sign()));
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.objectId(COMMON_NAME), Der.text(commonName))));
    }

    private byte[] extensions() {
        List<byte[]> all = new ArrayList<>();
        if (authority) {
            all.add(Der.sequence(Der.objectId(BASIC_CONSTRAINTS), TRUE, Der.octets(Der.sequence(TRUE))));
        }
        all.add(Der.sequence(
                Der.objectId(EXTENDED_KEY_USAGE),
                Der.octets(Der.sequence(Der.objectId(SERVER_AUTH), Der.objectId(CLIENT_AUTH)))));
        if (!hosts.isEmpty()) {
            byte[][] names = hosts.stream().map(CertificateDraft::host).toArray(byte[][]::new);
            all.add(Der.sequence(Der.objectId(SUBJECT_ALTERNATIVE_NAME), Der.octets(Der.sequence(names))));
        }
        return Der.sequence(all.toArray(byte[][]::new));
    }

    private static byte[] host(String host) {
        if (host.indexOf(':') < 0 && !host.matches("[0-9.]+")) {
            return Der.value(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return Der.value(IP_ADDRESS, InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + host, e);
        }
    }
}
