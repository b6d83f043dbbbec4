/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One log line for each host and reason in ten seconds. Any thread. */
final class TlsRefusals {
    private static final Logger log = LoggerFactory.getLogger(TlsRefusals.class);
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int REASONS_MAX = 256;
    /** The connection was closed at this end. */
    private static final String REMOVED = "SslHandler removed";

    private static final String ALERT = "Received fatal alert: ";

    private final Map<String, Long> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REASONS_MAX;
        }
    };

    /** TLS with {@code farEnd} has failed; {@code incoming} if that end had connected, from a port of the moment. */
    void tell(String farEnd, boolean incoming, Throwable failure) {
        Throwable cause = telling(failure);
        String reason = text(cause, incoming);
        String host = incoming ? farEnd.substring(0, farEnd.lastIndexOf(':')) : farEnd;
        if (cause instanceof ClosedChannelException || reason.startsWith(REMOVED)) {
            log.debug("TLS with {}: {}", farEnd, reason);
        } else if (passes(host + reason)) {
            log.warn(
                    incoming ? "refused a connection of {} to the port for peers: {}" : "no TLS with the peer {}: {}",
                    farEnd,
                    reason);
        }
    }

    private synchronized boolean passes(String key) {
        long now = System.nanoTime();
        Long last = told.get(key);
        if (last != null && now - last < PERIOD_NANOS) {
            return false;
        }
        told.remove(key);
        told.put(key, now);
        return true;
    }

    /** Our own judgement if it is among the causes, else the deepest. */
    private static Throwable telling(Throwable failure) {
        Throwable at = failure;
        while (!(at instanceof CertificateException) && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    private static String text(Throwable cause, boolean incoming) {
        if (cause instanceof NotSslRecordException) {
            return "it does not speak TLS; do all members have https peer URLs?";
        }
        if (cause instanceof SslHandshakeTimeoutException) {
            return "it does not answer the handshake in time; does it speak TLS?";
        }
        if (cause instanceof ClosedChannelException) {
            return "the connection was closed before the handshake was over";
        }
        String message = String.valueOf(cause.getMessage());
        if (message.startsWith(ALERT)) {
            return "it refuses this member's certificate or settings: " + message.substring(ALERT.length());
        }
        boolean none = incoming && message.contains("Empty client certificate chain");
        return none ? "it shows no certificate" : message;
    }
}
