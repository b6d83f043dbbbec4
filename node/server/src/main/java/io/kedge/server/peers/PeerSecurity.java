/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server.peers;

import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.eventbus.tls.OwnCertificate;
import io.kedge.eventbus.tls.PeerTls;
import io.kedge.eventbus.tls.TlsException;
import io.kedge.eventbus.tls.TlsTransports;
import io.kedge.server.NodeConfig;
import io.vertx.core.transport.Transport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether and how what is between members is encrypted. */
public final class PeerSecurity {

    private static final Logger LOG = LoggerFactory.getLogger(PeerSecurity.class);

    private PeerSecurity() {}

    /** What the members' Vert.x is built on; reads certificates, or makes one below the data directory as etcd does. */
    public static Transport transport(NodeConfig config) throws TlsException {
        PeerTls tls = config.peers().tls();
        if (tls == null && config.peers().ownCertificateYears() > 0) {
            Path folder = config.dataDir().resolve("fixtures").resolve("peer");
            List<String> hosts = config.peerUrls().stream()
                    .map(url -> PeerUrl.parse(url).host())
                    .distinct()
                    .toList();
            tls = OwnCertificate.in(folder, hosts, config.peers().ownCertificateYears(), Instant.now());
            LOG.warn("--peer-auto-tls: peers are encrypted, but anybody who reaches their port is taken for one");
        }
        return tls == null ? TlsTransports.plain() : TlsTransports.encrypted(tls);
    }

    /** A member whose URL says another kind of connection than this one makes cannot be talked to. */
    static void warnOfOtherScheme(NodeConfig config, long id, PeerUrl url) {
        if (url.tls() != config.peers().isEncrypted()) {
            LOG.warn(
                    "the peer URL of member {} is {}, but this member talks {} TLS: they will not hear each other",
                    Long.toHexString(id),
                    url,
                    config.peers().isEncrypted() ? "with" : "without");
        }
    }
}
