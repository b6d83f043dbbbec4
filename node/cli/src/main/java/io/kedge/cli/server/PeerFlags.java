/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import io.kedge.eventbus.tls.PeerTls;
import io.kedge.server.PeerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Makes what a member needs for its peers of flags; the scheme of its URLs decides whether there is TLS. */
final class PeerFlags {

    private static final int YEARS_MAX = 1_000;
    private static final int ENTRIES_MAX = 10_000_000;
    private static final String CERTIFICATE = "peer-cert-file";
    private static final String KEY = "peer-key-file";
    private static final String OWN = "peer-auto-tls";
    private static final String CLIENT_AUTH = "peer-client-cert-auth";

    private final FlagValues values;
    private final boolean isTls;

    private PeerFlags(FlagValues values) throws UsageException {
        this.values = values;
        this.isTls = isTls(values, "listen-peer-urls");
        if (isTls != isTls(values, "initial-advertise-peer-urls")) {
            throw new UsageException("The flags --listen-peer-urls and --initial-advertise-peer-urls must both have"
                    + " https:// or both http://: members talk either with TLS or without.");
        }
    }

    static PeerOptions of(FlagValues values) throws UsageException {
        return new PeerFlags(values).options();
    }

    /** Whether the URLs of a flag are https; all must be alike. */
    private static boolean isTls(FlagValues values, String flag) throws UsageException {
        List<Boolean> kinds = values.list(flag).stream()
                .map(url -> url.toLowerCase(Locale.ROOT).startsWith("https:"))
                .distinct()
                .toList();
        if (kinds.size() > 1) {
            throw new UsageException("The flag --" + flag + " has https:// and http:// mixed: members talk either with"
                    + " TLS or without.");
        }
        return !kinds.isEmpty() && kinds.get(0);
    }

    /** Refuses URLs of a cluster's members that are not of this one's kind. */
    static void requireAlike(FlagValues values, String url) throws UsageException {
        boolean tls = url.toLowerCase(Locale.ROOT).startsWith("https:");
        if (tls != isTls(values, "initial-advertise-peer-urls")) {
            throw new UsageException("The flag --initial-cluster has " + url + ", and this member's own peer URL is"
                    + (tls ? " http" : " https") + ": members talk either with TLS or without.");
        }
    }

    private PeerOptions options() throws UsageException {
        int entries = (int) values.number("snapshot-catchup-entries", 0, ENTRIES_MAX);
        int years = (int) values.number("self-signed-cert-validity", 1, YEARS_MAX);
        boolean hasCertificate = !values.text(CERTIFICATE).isEmpty();
        if (hasCertificate == values.text(KEY).isEmpty()) {
            throw new UsageException("The flags --peer-cert-file and --peer-key-file go together.");
        }
        boolean own = isSet(OWN);
        if (!isTls) {
            warnOfPlainUrls(hasCertificate, own);
            return new PeerOptions(null, 0, entries);
        }
        if (hasCertificate) {
            if (own) {
                values.warn("--peer-auto-tls has no effect: a certificate is given.");
            }
            return new PeerOptions(files(), 0, entries);
        }
        if (!own) {
            throw new UsageException("Peer URLs that begin with https:// need --peer-cert-file and --peer-key-file"
                    + " (with --peer-trusted-ca-file to know the others by), or --peer-auto-tls to encrypt without"
                    + " knowing who it is.");
        }
        return new PeerOptions(null, years, entries);
    }

    private void warnOfPlainUrls(boolean hasCertificate, boolean own) {
        String plain = " while --listen-peer-urls begins with http://, so nothing is encrypted between members.";
        if (hasCertificate) {
            values.warn("--peer-cert-file and --peer-key-file have no effect" + plain);
        }
        if (isSet(CLIENT_AUTH)) {
            values.warn("--peer-client-cert-auth has no effect" + plain);
        }
        if (own) {
            values.warn("--peer-auto-tls has no effect" + plain);
        }
    }

    private PeerTls files() throws UsageException {
        String authority = values.text("peer-trusted-ca-file");
        List<String> names = values.list("peer-cert-allowed-cn");
        List<String> hosts = values.list("peer-cert-allowed-hostname");
        if (!names.isEmpty() && !hosts.isEmpty()) {
            throw new UsageException(
                    "The flags --peer-cert-allowed-cn and --peer-cert-allowed-hostname exclude" + " each other.");
        }
        return new PeerTls(
                Path.of(values.text(CERTIFICATE)),
                Path.of(values.text(KEY)),
                authority.isEmpty() ? null : Path.of(authority),
                new PeerTls.Trust(false, isSet(CLIENT_AUTH), names, hosts, isSet("peer-skip-client-san-verification")));
    }

    private boolean isSet(String flag) {
        return values.text(flag).equals("true");
    }
}
