/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.server;

import io.kedge.eventbus.JoinInquiry;
import io.kedge.eventbus.cluster.PeerUrl;
import io.kedge.eventbus.tls.TlsException;
import io.kedge.model.MemberInfo;
import io.kedge.server.NodeConfig.HostPort;
import io.kedge.server.NodeConfig.InitialMember;
import io.kedge.server.log.LogIdentity;
import io.kedge.server.peers.PeerSecurity;
import io.kedge.server.peers.Roster;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;

/** Who a member is when its data begins: one of those that found a cluster, or one that joins it later. */
final class Beginnings {

    private static final long JOIN_TIMEOUT_MILLIS = 10_000;

    private Beginnings() {}

    /** Blocks while a running cluster is asked. */
    static LogIdentity identity(NodeConfig config) throws StartException {
        return config.cluster().joins() ? joining(config) : founding(config);
    }

    /** All founders come to the same ids without talking. */
    private static LogIdentity founding(NodeConfig config) throws StartException {
        List<MemberInfo> members = new ArrayList<>();
        long ownId = MemberIds.member(config.peerUrls(), config.clusterToken());
        for (InitialMember member : config.initialCluster()) {
            long id = MemberIds.member(member.peerUrls(), config.clusterToken());
            if (members.stream().anyMatch(other -> other.id() == id)) {
                throw new StartException("--initial-cluster has the same peer URL for two members.");
            }
            members.add(new MemberInfo(id, "", member.peerUrls(), List.of(), false));
        }
        if (members.stream().noneMatch(member -> member.id() == ownId)) {
            throw new StartException("--initial-cluster does not contain this member's peer URLs.");
        }
        long clusterId = MemberIds.cluster(members.stream().map(MemberInfo::id).toList());
        return new LogIdentity(clusterId, ownId, incarnation(), members);
    }

    private static LogIdentity joining(NodeConfig config) throws StartException {
        List<PeerUrl> others = new ArrayList<>();
        for (InitialMember member : config.initialCluster()) {
            if (!member.name().equals(config.name())) {
                member.peerUrls().forEach(url -> others.add(PeerUrl.parse(url)));
            }
        }
        if (others.isEmpty()) {
            throw new StartException("--initial-cluster-state=existing needs the cluster's other members in"
                    + " --initial-cluster, as \"member add\" prints it.");
        }
        Roster roster = ask(config, others);
        MemberInfo self = self(config, roster);
        return new LogIdentity(
                roster.clusterId(),
                self.id(),
                incarnation(),
                roster.bootMembers(),
                roster.members(),
                roster.appliedIndex());
    }

    private static Roster ask(NodeConfig config, List<PeerUrl> others) throws StartException {
        PeerUrl own = PeerUrl.parse(config.peerUrls().get(0));
        HostPort at = config.peerListeners().get(0);
        try {
            byte[] answer = JoinInquiry.ask(
                            new PeerUrl(at.host(), at.port(), own.tls()),
                            own,
                            PeerSecurity.transport(config),
                            others,
                            JOIN_TIMEOUT_MILLIS)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            return Roster.decode(answer);
        } catch (TlsException e) {
            throw new StartException(e.getMessage() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while joining", e);
        } catch (ExecutionException | IllegalArgumentException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StartException(
                    "The cluster could not be asked for its members: " + cause.getMessage() + ". Asked were " + others
                            + "; do they run, and can they reach this member at " + own + "?",
                    cause);
        }
    }

    private static MemberInfo self(NodeConfig config, Roster roster) throws StartException {
        TreeSet<String> own = new TreeSet<>(config.peerUrls());
        for (MemberInfo member : roster.members()) {
            if (own.equals(new TreeSet<>(member.peerUrls()))) {
                if (!member.name().isEmpty()) {
                    throw new StartException("The cluster's member with the peer URL " + String.join(",", own)
                            + " has run before, as \"" + member.name() + "\", and its data is not in "
                            + config.dataDir() + ". Remove that member (member remove "
                            + Long.toHexString(member.id()) + "), add it again, and start with the new id.");
                }
                return member;
            }
        }
        throw new StartException("The cluster has no member with the peer URL " + String.join(",", own)
                + ". Add it first, for example: etcdctl member add " + config.name() + " --peer-urls="
                + String.join(",", own));
    }

    private static long incarnation() {
        long random = new SecureRandom().nextLong();
        return random == 0 ? 1 : random;
    }
}
