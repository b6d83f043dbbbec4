/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import io.vertx.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/** What a clustered Vert.x is to be built on. */
public final class TlsTransports {

    private TlsTransports() {}

    /** The machine's own transport, without encryption. */
    public static Transport plain() {
        Transport own = Transport.nativeTransport();
        return own != null && own.available() ? own : Transport.NIO;
    }

    /** The machine's own transport under TLS, for one Vert.x; reads the files, and throws if they are of no use. */
    public static Transport encrypted(PeerTls tls) throws TlsException {
        Transport plain = plain();
        TlsTransport transport = new TlsTransport(plain.implementation(), new TlsChannels(new TlsMaterial(tls)));
        return new Transport() {
            @Override
            public String name() {
                return plain.name();
            }

            @Override
            public boolean available() {
                return true;
            }

            @Override
            public @Nullable Throwable unavailabilityCause() {
                return null;
            }

            @Override
            public io.vertx.core.spi.transport.Transport implementation() {
                return transport;
            }
        };
    }
}
