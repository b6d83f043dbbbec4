/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.spi.WebOptions;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything a node is started with; names and defaults are etcd's where it has the option.
 *
 * @param peerUrls this member's own, as the others reach it
 * @param peerListeners where it waits for them: the first one; nobody listens while it is the only member
 * @param initialCluster every member's name and peer URLs, this one's included
 * @param cluster how it joins, and the rules for members that come and go
 * @param quotaBytes 0 for the default, negative for none
 * @param autoCompaction off, or what to keep
 * @param eventLoops 0 for one per core
 * @param metricsUrls further listeners for health and metrics
 * @param peers what is between members
 * @param web what is let in over HTTP
 */
public record NodeConfig(
        String name,
        Path dataDir,
        List<HostPort> clientListeners,
        List<String> clientUrls,
        List<String> peerUrls,
        List<HostPort> peerListeners,
        List<InitialMember> initialCluster,
        String clusterToken,
        long heartbeatMillis,
        long electionMillis,
        long quotaBytes,
        int maxTxnOps,
        int maxRequestBytes,
        long maxConcurrentStreams,
        int maxConnections,
        long progressNotifyMillis,
        AutoCompaction autoCompaction,
        List<HostPort> metricsListeners,
        List<String> protocols,
        int eventLoops,
        ClusterConfig cluster,
        PeerOptions peers,
        WebOptions web) {

    public static final long QUOTA_DEFAULT_BYTES = 2L << 30;

    /** Where to listen; port 0 for any free one. */
    public record HostPort(String host, int port) {}

    /** One member of the initial cluster. */
    public record InitialMember(String name, List<String> peerUrls) {}

    /**
     * How a member joins, and the rules for members that come and go.
     *
     * @param joins the data directory is empty and the cluster runs already
     * @param forceNewCluster go on as the only member, with this member's data
     * @param strictReconfig refuse changes of members that would cost the quorum
     * @param learnersMax learners in the cluster at once
     * @param autoPromoteLearners learners become voters by themselves as soon as they are in sync
     */
    public record ClusterConfig(
            boolean joins,
            boolean forceNewCluster,
            boolean strictReconfig,
            int learnersMax,
            boolean autoPromoteLearners) {

        public static final ClusterConfig DEFAULTS = new ClusterConfig(false, false, true, 1, false);
    }

    /** Which history to forget by itself: all older than a window, or all but the last revisions. */
    public record AutoCompaction(boolean byRevision, long retention) {

        public static final AutoCompaction OFF = new AutoCompaction(false, 0);

        /** Milliseconds of history, or a number of revisions. */
        public boolean isOff() {
            return retention <= 0;
        }
    }

    /** Bytes above which writes are refused; Long.MAX_VALUE for no limit. */
    public long effectiveQuotaBytes() {
        return quotaBytes == 0 ? QUOTA_DEFAULT_BYTES : quotaBytes < 0 ? Long.MAX_VALUE : quotaBytes;
    }
}
