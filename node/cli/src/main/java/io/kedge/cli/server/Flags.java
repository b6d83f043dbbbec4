/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import static io.kedge.cli.server.Flag.Kind.BOOL;
import static io.kedge.cli.server.Flag.Kind.NUMBER;
import static io.kedge.cli.server.Flag.Kind.TEXT;
import static io.kedge.cli.server.Flag.Kind.TIME;
import static io.kedge.cli.server.Flag.Support.IGNORED;
import static io.kedge.cli.server.Flag.Support.REFUSED;
import static io.kedge.cli.server.Flag.Support.USED;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every flag of a member, with etcd's names and defaults. */
final class Flags {

    private static final String LOG_OWN = "the log is cut and merged by size";
    private static final String FIXED = "this version does as etcd does by default";
    private static final String NO_TLS =
            "TLS for clients is not part of this version; put the port behind a TLS proxy or on loopback";
    private static final String NO_REVOCATION =
            "lists of revoked certificates are not part of this version; take a new authority";
    private static final String NO_DISCOVERY = "discovery is not part of this version; leave it out";
    private static final String NO_AUTH = "users and roles are not part of this version";
    private static final String OTHER_STORE = "it tunes etcd's store, and this store has none of it to tune";
    private static final String OTHER_LOG = "log lines are plain text on stderr";
    private static final int SUGGESTION_DISTANCE_MAX = 4;
    private static final String EXPERIMENTAL = "experimental-";

    private static final Map<String, Flag> ALL = new LinkedHashMap<>();

    static {
        member();
        cluster();
        peers();
        limits();
        harmless();
        security();
    }

    private Flags() {}

    private static void used(String name, Flag.Kind kind, String fallback, String meaning) {
        ALL.put(name, new Flag(name, kind, fallback, USED, meaning));
    }

    private static void ignored(String reason, Flag.Kind kind, String... namesAndDefaults) {
        for (int i = 0; i < namesAndDefaults.length; i += 2) {
            String name = namesAndDefaults[i];
            ALL.put(name, new Flag(name, kind, namesAndDefaults[i + 1], IGNORED, reason));
        }
    }

    private static void refused(String reason, Flag.Kind kind, String fallback, String... names) {
        for (String name : names) {
            ALL.put(name, new Flag(name, kind, fallback, REFUSED, reason));
        }
    }

    private static void member() {
        used(
                "config-file",
                TEXT,
                "",
                "A YAML file whose keys are these names; all other flags and variables are then ignored.");
        used("name", TEXT, "default", "This member's name.");
        used("data-dir", TEXT, "", "Where its data lies (default: NAME.etcd).");
        used("listen-client-urls", TEXT, "http://localhost:2379", "Where clients are served, separated by commas.");
        used("advertise-client-urls", TEXT, "http://localhost:2379", "What clients are told to connect to.");
        used("listen-metrics-urls", TEXT, "", "Further places for /metrics and /health.");
        used("protocols", TEXT, "grpc,http", "What is spoken on the client port.");
        used("enable-grpc-gateway", BOOL, "true", "Serve etcd's JSON gateway under /v3.");
        used(
                "cors",
                TEXT,
                "",
                "Origins of web pages on other hosts that may ask, separated by commas; * for all (etcd's default).");
        used("host-whitelist", TEXT, "*", "Names by which HTTP clients may address this node; * for any.");
        used("event-loops", NUMBER, "0", "Threads that serve clients; 0 for one per core.");
        used("log-level", TEXT, "info", "debug, info, warn or error.");
    }

    private static void cluster() {
        used(
                "listen-peer-urls",
                TEXT,
                "http://localhost:2380",
                "Where other members are served; nobody listens there while it is the only one.");
        used("initial-advertise-peer-urls", TEXT, "http://localhost:2380", "What other members connect to; one URL.");
        used("initial-cluster", TEXT, "", "NAME=URL of each member, separated by commas (default: this member).");
        used("initial-cluster-state", TEXT, "new", "new, or existing for a member that was added to a cluster.");
        used("initial-cluster-token", TEXT, "etcd-cluster", "Keeps clusters apart.");
        used("heartbeat-interval", NUMBER, "100", "Milliseconds between heartbeats.");
        used("election-timeout", NUMBER, "1000", "Milliseconds without a leader before an election.");
        used(
                "snapshot-catchup-entries",
                NUMBER,
                "5000",
                "Log entries kept for members that are behind; one further behind gets an image of the store.");
        ignored(FIXED, BOOL, "initial-election-tick-advance", "true", "pre-vote", "true");
        used("strict-reconfig-check", BOOL, "true", "Refuse changes of members that would cost the quorum.");
        used("max-learners", NUMBER, "1", "Learners that may be in the cluster at once.");
        used("auto-promote-learners", BOOL, "false", "Let learners vote as soon as they are in sync (not in etcd).");
        used("force-new-cluster", BOOL, "false", "Go on as the only member, with this data; for one start only.");
        ignored(FIXED, TIME, "raft-read-timeout", "5s", "raft-write-timeout", "5s");
        refused(NO_DISCOVERY, TEXT, "", "discovery", "discovery-srv", "discovery-srv-name", "discovery-token");
        refused(NO_DISCOVERY, TEXT, "", "discovery-endpoints", "discovery-proxy");
    }

    private static void limits() {
        used(
                "quota-backend-bytes",
                NUMBER,
                "0",
                "Size above which writes are refused; 0 for 2 GiB, negative for none.");
        used("max-txn-ops", NUMBER, "128", "Operations in one transaction.");
        used("max-request-bytes", NUMBER, "1572864", "Bytes of one request.");
        used("max-concurrent-streams", NUMBER, "4294967295", "Calls at a time on one connection.");
        used("max-connections", NUMBER, "20000", "Connections of clients; one more is closed at once (not in etcd).");
        used("auto-compaction-mode", TEXT, "periodic", "periodic or revision.");
        used("auto-compaction-retention", TEXT, "0", "Hours or a time like 30m, or a number of revisions; 0 for off.");
        used(
                "watch-progress-notify-interval",
                TIME,
                "10m",
                "How often a quiet watch that asked for it is told the revision.");
    }

    private static void harmless() {
        ignored(LOG_OWN, NUMBER, "snapshot-count", "10000", "max-snapshots", "5", "max-wals", "5");
        ignored(OTHER_STORE, TIME, "backend-batch-interval", "100ms", "compaction-sleep-interval", "10ms");
        ignored(OTHER_STORE, NUMBER, "backend-batch-limit", "10000", "compaction-batch-limit", "1000");
        ignored(OTHER_STORE, NUMBER, "bootstrap-defrag-threshold-megabytes", "0");
        ignored(OTHER_STORE, TEXT, "backend-bbolt-freelist-type", "map");
        ignored(OTHER_STORE, BOOL, "memory-mlock", "false");
        ignored("idle connections are kept as long as the client wants", TIME, "grpc-keepalive-min-time", "5s");
        ignored(
                "the server sends no pings of its own",
                TIME,
                "grpc-keepalive-interval",
                "2h",
                "grpc-keepalive-timeout",
                "20s");
        ignored(OTHER_LOG, TEXT, "logger", "zap", "log-outputs", "default", "log-format", "json");
        ignored(OTHER_LOG, BOOL, "enable-log-rotation", "false");
        ignored(OTHER_LOG, TEXT, "log-rotation-config-json", "");
        ignored("all metrics are always there", TEXT, "metrics", "basic");
        ignored("slow requests are counted, not logged", TIME, "warning-apply-duration", "100ms");
        ignored("slow requests are counted, not logged", TIME, "warning-unary-request-duration", "300ms");
        ignored(
                "every block on disk has a checksum of its own",
                TIME,
                "corrupt-check-time",
                "0",
                "compact-hash-check-time",
                "1m");
        ignored("there is no older version to go back to", TIME, "downgrade-check-time", "5s");
        ignored("etcd's feature gates name etcd's inner parts", TEXT, "feature-gates", "");
        ignored("use the JVM's own tools", BOOL, "enable-pprof", "false", "enable-distributed-tracing", "false");
        ignored("the port belongs to one process", BOOL, "socket-reuse-port", "false", "socket-reuse-address", "false");
        ignored("the old v2 keys are always there, as a view of the keys", TEXT, "v2-deprecation", "");
    }

    /** TLS between members, where their URLs begin with https. */
    private static void peers() {
        used("peer-cert-file", TEXT, "", "This member's certificate chain for its peers, PEM.");
        used("peer-key-file", TEXT, "", "Its private key, PEM.");
        used("peer-trusted-ca-file", TEXT, "", "Authorities that members' certificates must come from, PEM.");
        used("peer-client-cert-auth", BOOL, "false", "Whoever connects must show a certificate, too.");
        used("peer-cert-allowed-cn", TEXT, "", "Common names that peers' certificates may have, separated by commas.");
        used("peer-cert-allowed-hostname", TEXT, "", "Hosts of which peers' certificates must name one.");
        used(
                "peer-skip-client-san-verification",
                BOOL,
                "false",
                "Take certificates from addresses that they do not name.");
        used("peer-auto-tls", BOOL, "false", "Encrypt with a certificate made here; whoever connects is believed.");
        used("self-signed-cert-validity", NUMBER, "1", "Years of a certificate made here.");
    }

    private static void security() {
        refused(NO_TLS, TEXT, "", "cert-file", "key-file", "trusted-ca-file", "client-cert-allowed-hostname");
        refused(NO_TLS, TEXT, "", "client-crl-file", "client-cert-file", "client-key-file");
        refused(NO_REVOCATION, TEXT, "", "peer-crl-file");
        refused("one certificate serves both ways", TEXT, "", "peer-client-cert-file", "peer-client-key-file");
        refused("the JVM's java.security says it", TEXT, "", "cipher-suites", "tls-max-version");
        refused("the JVM's java.security says it", TEXT, "TLS1.2", "tls-min-version");
        refused(NO_TLS, BOOL, "false", "client-cert-auth", "auto-tls");
        refused(NO_AUTH, TEXT, "simple", "auth-token");
        ignored(NO_AUTH, NUMBER, "auth-token-ttl", "300", "bcrypt-cost", "10");
        refused("the log lies in the data directory", TEXT, "", "wal-dir");
        refused("HTTP is served on --listen-client-urls", TEXT, "", "listen-client-http-urls");
        refused("a member that does not force its log loses what it acknowledged", BOOL, "false", "unsafe-no-fsync");
        refused("etcd's v2 store is not part of this version", BOOL, "false", "enable-v2");
    }

    static Iterable<Flag> all() {
        return ALL.values();
    }

    /** The flag of this name; etcd 3.5's experimental- names stand for what they became. */
    static Optional<Flag> find(String name) {
        String today = name.startsWith(EXPERIMENTAL) ? name.substring(EXPERIMENTAL.length()) : name;
        return Optional.ofNullable(ALL.get(today));
    }

    /** The flag, or a sentence that suggests the nearest one. */
    static Flag require(String name, String asWritten) throws UsageException {
        Optional<Flag> found = find(name);
        if (found.isPresent()) {
            return found.get();
        }
        String hint =
                nearest(name).map(near -> "; did you mean --" + near + "?").orElse(": see kedge server --help.");
        throw new UsageException("Unknown flag " + asWritten + hint);
    }

    private static Optional<String> nearest(String name) {
        List<String> names = new ArrayList<>(ALL.keySet());
        names.sort((a, b) -> Integer.compare(EditDistance.of(name, a), EditDistance.of(name, b)));
        String first = names.get(0);
        int distance = EditDistance.of(name, first);
        return distance <= Math.min(SUGGESTION_DISTANCE_MAX, name.length() / 2) ? Optional.of(first) : Optional.empty();
    }
}
