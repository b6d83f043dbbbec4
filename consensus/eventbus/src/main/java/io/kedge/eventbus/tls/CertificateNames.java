/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The names that a certificate is good for. Addresses are compared as bytes, host names without regard to case. */
record CertificateNames(String commonName, List<String> hosts, List<InetAddress> addresses) {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final String ANY_LABEL = "*.";

    static CertificateNames of(X509Certificate certificate) throws CertificateParsingException {
        List<String> hosts = new ArrayList<>();
        List<InetAddress> addresses = new ArrayList<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        for (List<?> each : alternatives == null ? List.<List<?>>of() : alternatives) {
            if (each.get(0).equals(DNS_NAME)) {
                hosts.add(plain((String) each.get(1)));
            } else if (each.get(0).equals(IP_ADDRESS)) {
                addresses.add(address((String) each.get(1)));
            }
        }
        return new CertificateNames(commonName(certificate), List.copyOf(hosts), List.copyOf(addresses));
    }

    /** Whether the certificate says where its owner may be. */
    boolean haveHosts() {
        return !hosts.isEmpty() || !addresses.isEmpty();
    }

    /** Whether it is good for a host name or the text of an address. */
    boolean fit(String host) {
        if (host.indexOf(':') >= 0 || host.matches("[0-9.]+")) {
            return addresses.contains(address(host));
        }
        String wanted = plain(host);
        return hosts.stream()
                .anyMatch(name -> name.equals(wanted) || (name.startsWith(ANY_LABEL) && fitsAnyLabel(name, wanted)));
    }

    /** Whether it is good for an address: names it, or has a host name that leads there. Asks the resolver; blocks. */
    boolean fitAddress(InetAddress address) {
        if (addresses.contains(address)) {
            return true;
        }
        for (String host : hosts) {
            if (!host.startsWith(ANY_LABEL) && leadsTo(host, address)) {
                return true;
            }
        }
        boolean named = !hosts.isEmpty() && !address.getCanonicalHostName().equals(address.getHostAddress());
        return named && fit(address.getCanonicalHostName());
    }

    private static boolean leadsTo(String host, InetAddress address) {
        try {
            return List.of(InetAddress.getAllByName(host)).contains(address);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean fitsAnyLabel(String pattern, String host) {
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot + 1).equals(pattern.substring(ANY_LABEL.length()));
    }

    private static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Of a literal; asks no resolver. */
    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + literal, e);
        }
    }

    private static String commonName(X509Certificate certificate) {
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return part.getValue().toString();
                }
            }
            return "";
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("a subject that cannot be read", e);
        }
    }
}
