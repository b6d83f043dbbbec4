/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A client of one cluster. Safe for use by many threads; make one and share it. Nothing connects before the first call.
 *
 * <pre>{@code
 * try (KedgeClient client = KedgeClient.connect("http://127.0.0.1:2379")) {
 *     client.kv().put("greeting", "hello").await().indefinitely();
 * }
 * }</pre>
 */
public final class KedgeClient implements AutoCloseable {

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final Transport transport;
    private final Kv kv;
    private final Watch watch;
    private final Leases leases;
    private final Locks locks;
    private final Maintenance maintenance;

    private KedgeClient(Builder builder) {
        transport = new Transport(builder.endpoints, builder);
        kv = new Kv(transport);
        watch = new Watch(transport);
        leases = new Leases(transport);
        locks = new Locks(transport, kv);
        maintenance = new Maintenance(transport);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A client with the defaults; see {@link Builder#endpoints}. */
    public static KedgeClient connect(String... endpoints) {
        return builder().endpoints(endpoints).build();
    }

    /** Keys and values. */
    public Kv kv() {
        return kv;
    }

    /** Changes as they happen. */
    public Watch watch() {
        return watch;
    }

    /** Leases and sessions. */
    public Leases lease() {
        return leases;
    }

    /** Locks. */
    public Locks lock() {
        return locks;
    }

    /** The servers' own state. */
    public Maintenance maintenance() {
        return maintenance;
    }

    /**
     * Ends every open call and watch with {@link ErrorCode#CLOSED} and lets the connections go. Leases are left to
     * expire.
     */
    public Uni<Void> shutdown() {
        return transport.close();
    }

    /** {@link #shutdown()}, waited for; not for event loops. */
    @Override
    public void close() {
        shutdown().await().atMost(CLOSE_WAIT);
    }

    /** Collects the settings of a client. */
    public static final class Builder {

        List<Endpoint> endpoints = List.of(Endpoint.parse("127.0.0.1:2379"));
        Duration timeout = Duration.ofSeconds(5);
        Duration connectTimeout = Duration.ofSeconds(2);
        Duration probeInterval = Duration.ofSeconds(10);
        Duration probeTimeout = Duration.ofSeconds(5);
        int retryRoundsMax = Integer.MAX_VALUE;

        private Builder() {}

        /**
         * Members as {@code http://host:port} or {@code host:port}; default 127.0.0.1:2379. Throws {@link
         * IllegalArgumentException}.
         */
        public Builder endpoints(String... urls) {
            if (urls.length == 0) {
                throw new IllegalArgumentException("no endpoints");
            }
            endpoints = Arrays.stream(urls).map(Endpoint::parse).toList();
            return this;
        }

        /** Time for one call, its retries included; default 5 s. */
        public Builder timeout(Duration limit) {
            timeout = positive(limit);
            return this;
        }

        /** Time for one attempt to connect; default 2 s. */
        public Builder connectTimeout(Duration limit) {
            connectTimeout = positive(limit);
            return this;
        }

        /**
         * How often a connection under open watches is probed, and how long it may take to answer; default 10 s and 5
         * s.
         */
        public Builder probe(Duration interval, Duration limit) {
            probeInterval = positive(interval);
            probeTimeout = positive(limit);
            return this;
        }

        /** How often a call goes round the endpoints again before it fails; default: until its time is over. */
        public Builder retryRounds(int rounds) {
            retryRoundsMax = rounds;
            return this;
        }

        /** The client; it connects with its first call. */
        public KedgeClient build() {
            return new KedgeClient(this);
        }

        private static Duration positive(Duration duration) {
            if (duration.toMillis() <= 0) {
                throw new IllegalArgumentException("not a positive time: " + duration);
            }
            return duration;
        }
    }
}
