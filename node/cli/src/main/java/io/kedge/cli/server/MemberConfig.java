/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.cli.server;

import io.kedge.server.NodeConfig;
import io.kedge.server.NodeConfig.AutoCompaction;
import io.kedge.server.NodeConfig.ClusterConfig;
import io.kedge.server.NodeConfig.HostPort;
import io.kedge.server.NodeConfig.InitialMember;
import io.kedge.spi.WebOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Makes a node's configuration of flags and refuses what contradicts itself. */
final class MemberConfig {

    private static final long ELECTION_MILLIS_MAX = 50_000;
    private static final int ELECTION_HEARTBEATS_MIN = 5;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long QUOTA_WARNING_BYTES = 8L << 30;
    private static final int REQUEST_BYTES_MAX = 1 << 30;
    private static final int LEARNERS_MAX = 64;
    private static final int EVENT_LOOPS_MAX = 1_024;
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s]+");

    private final FlagValues values;
    private final String name;
    private final Path dataDir;

    private MemberConfig(FlagValues values) throws UsageException {
        this.values = values;
        this.name = values.text("name");
        if (name.isBlank()) {
            throw new UsageException("The flag --name must not be empty.");
        }
        String dir = values.text("data-dir");
        this.dataDir = Path.of(dir.isEmpty() ? name + ".etcd" : dir);
    }

    static NodeConfig of(FlagValues values) throws UsageException {
        return new MemberConfig(values).build();
    }

    private NodeConfig build() throws UsageException {
        List<HostPort> listeners = Urls.listeners(values, "listen-client-urls");
        if (listeners.isEmpty()) {
            throw new UsageException("The flag --listen-client-urls must name a URL.");
        }
        if (values.isGiven("listen-client-urls") && !values.isGiven("advertise-client-urls")) {
            throw new UsageException("The flag --listen-client-urls needs --advertise-client-urls beside it,"
                    + " so that clients are told where to connect.");
        }
        List<String> clientUrls = Urls.checked(values, "advertise-client-urls");
        List<HostPort> peerListeners = Urls.listeners(values, "listen-peer-urls");
        if (peerListeners.isEmpty()) {
            throw new UsageException("The flag --listen-peer-urls must name a URL.");
        }
        List<String> peerUrls = Urls.checked(values, "initial-advertise-peer-urls");
        if (peerUrls.isEmpty()) {
            throw new UsageException("The flag --initial-advertise-peer-urls must name a URL.");
        }
        long heartbeat = values.number("heartbeat-interval", 1, ELECTION_MILLIS_MAX);
        return new NodeConfig(
                name,
                dataDir,
                listeners,
                clientUrls,
                peerUrls,
                peerListeners,
                initialCluster(peerUrls),
                values.text("initial-cluster-token"),
                heartbeat,
                electionMillis(heartbeat),
                quotaBytes(),
                (int) values.number("max-txn-ops", 1, Integer.MAX_VALUE),
                (int) values.number("max-request-bytes", 1, REQUEST_BYTES_MAX),
                values.number("max-concurrent-streams", 1, 0xffffffffL),
                (int) values.number("max-connections", 1, Integer.MAX_VALUE),
                progressMillis(),
                autoCompaction(),
                Urls.listeners(values, "listen-metrics-urls"),
                values.list("protocols"),
                (int) values.number("event-loops", 0, EVENT_LOOPS_MAX),
                cluster(),
                PeerFlags.of(values),
                web());
    }

    /** Origins must be such as browsers send; names of hosts are compared in small letters. */
    private WebOptions web() throws UsageException {
        Set<String> origins = Set.copyOf(values.list("cors"));
        for (String origin : origins) {
            if (!origin.equals(WebOptions.ALL) && !ORIGIN.matcher(origin).matches()) {
                throw new UsageException("Invalid value \"" + origin
                        + "\" for --cors: an origin is * or such as https://console.example:8443, without a path.");
            }
        }
        Set<String> hosts = new HashSet<>();
        values.list("host-whitelist").forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        boolean any = hosts.isEmpty();
        return new WebOptions(origins, any ? WebOptions.DEFAULTS.hosts() : hosts, values.bool("enable-grpc-gateway"));
    }

    private long electionMillis(long heartbeatMillis) throws UsageException {
        long election = values.number("election-timeout", 1, ELECTION_MILLIS_MAX);
        if (election < ELECTION_HEARTBEATS_MIN * heartbeatMillis) {
            throw new UsageException("The flag --election-timeout[" + election + "ms] must be at least "
                    + ELECTION_HEARTBEATS_MIN + " times --heartbeat-interval[" + heartbeatMillis + "ms].");
        }
        return election;
    }

    private long quotaBytes() throws UsageException {
        long quota = values.number("quota-backend-bytes", Long.MIN_VALUE, Long.MAX_VALUE);
        if (quota > QUOTA_WARNING_BYTES) {
            values.warn("--quota-backend-bytes is above the 8 GiB that etcd recommends at most.");
        }
        return quota;
    }

    private long progressMillis() throws UsageException {
        long millis = values.millis("watch-progress-notify-interval");
        if (millis < 1) {
            throw new UsageException("The flag --watch-progress-notify-interval must be at least 1ms.");
        }
        return millis;
    }

    /** Periodic retention is a time, a bare number of it hours; revision's is a count. */
    private AutoCompaction autoCompaction() throws UsageException {
        String mode = values.text("auto-compaction-mode");
        String retention = values.text("auto-compaction-retention");
        boolean bare = retention.matches("[0-9]{1,12}");
        switch (mode) {
            case "periodic" -> {
                if (!bare && !GoTime.isValid(retention)) {
                    throw badRetention(retention, "a number of hours or a time like 30m");
                }
                long millis = bare ? Long.parseLong(retention) * HOUR_MILLIS : GoTime.millis(retention);
                return millis == 0 ? AutoCompaction.OFF : new AutoCompaction(false, millis);
            }
            case "revision" -> {
                if (!bare) {
                    throw badRetention(retention, "a number of revisions");
                }
                return new AutoCompaction(true, Long.parseLong(retention));
            }
            default ->
                throw new UsageException(
                        "Invalid value \"" + mode + "\" for --auto-compaction-mode: it must be periodic or revision.");
        }
    }

    private static UsageException badRetention(String value, String wanted) {
        return new UsageException(
                "Invalid value \"" + value + "\" for --auto-compaction-retention: it must be " + wanted + ".");
    }

    /** As in etcd, a data directory that has a member already wins over the initial flags. */
    private List<InitialMember> initialCluster(List<String> peerUrls) throws UsageException {
        InitialMember self = new InitialMember(name, peerUrls);
        String state = values.text("initial-cluster-state");
        if (!state.equals("new") && !state.equals("existing")) {
            throw new UsageException(
                    "Invalid value \"" + state + "\" for --initial-cluster-state: it must be new or existing.");
        }
        if (!isFresh() || values.text("initial-cluster").isEmpty() && state.equals("new")) {
            return List.of(self);
        }
        if (values.text("initial-cluster").isEmpty()) {
            throw new UsageException("The flag --initial-cluster-state=existing needs --initial-cluster, as \"member"
                    + " add\" prints it, since " + dataDir + " has no member yet.");
        }
        Map<String, List<String>> urlsByName = urlsByName();
        List<String> own = urlsByName.getOrDefault(name, List.of());
        if (own.isEmpty()) {
            throw new UsageException("The flag --initial-cluster does not contain this member's --name, " + name + ".");
        }
        if (!new TreeSet<>(own).equals(new TreeSet<>(peerUrls))) {
            throw new UsageException("The flags contradict each other: --initial-cluster has " + String.join(",", own)
                    + " for " + name + ", --initial-advertise-peer-urls has " + String.join(",", peerUrls) + ".");
        }
        List<InitialMember> members = new ArrayList<>();
        TreeSet<String> taken = new TreeSet<>();
        for (Map.Entry<String, List<String>> member : urlsByName.entrySet()) {
            for (String url : member.getValue()) {
                if (!taken.add(url)) {
                    throw new UsageException("The flag --initial-cluster has " + url + " twice.");
                }
            }
            members.add(new InitialMember(member.getKey(), member.getValue()));
        }
        return members;
    }

    private boolean isFresh() {
        return !Files.exists(dataDir.resolve("member").resolve("wal"));
    }

    private ClusterConfig cluster() throws UsageException {
        return new ClusterConfig(
                isFresh() && values.text("initial-cluster-state").equals("existing"),
                values.bool("force-new-cluster"),
                values.bool("strict-reconfig-check"),
                (int) values.number("max-learners", 0, LEARNERS_MAX),
                values.bool("auto-promote-learners"));
    }

    private Map<String, List<String>> urlsByName() throws UsageException {
        Map<String, List<String>> urlsByName = new LinkedHashMap<>();
        for (String part : values.list("initial-cluster")) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new UsageException(
                        "Invalid part \"" + part + "\" of --initial-cluster: it must be like NAME=http://HOST:PORT.");
            }
            String url = part.substring(equals + 1);
            Urls.hostPort(url, "initial-cluster");
            PeerFlags.requireAlike(values, url);
            urlsByName
                    .computeIfAbsent(part.substring(0, equals), key -> new ArrayList<>())
                    .add(url);
        }
        return urlsByName;
    }
}
