/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.eventbus.cluster;

import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x' view of the cluster, answered from a {@link MemberTable} without a message on the network. Two kinds of
 * address reach other members:
 *
 * <ul>
 *   <li>{@code r.<id in hex>}: the member with that id;
 *   <li>{@link #OPEN_ADDRESS}: whoever listens where the node last aimed at is said to be. It is for greeting and
 *       refusing those whose id may be another than expected; one thread only aims and sends.
 * </ul>
 *
 * All other registrations stay local. Cluster-wide maps, locks and counters do not exist. Any thread, but for {@link
 * #aim}.
 */
public final class MemberTableClusterManager implements ClusterManager {
    /** Every member listens to it, whoever it is. */
    public static final String OPEN_ADDRESS = "o";

    private static final String MEMBER_PREFIX = "r.";

    private final MemberTable table;
    private final Strangers strangers = new Strangers();
    private volatile @Nullable RegistrationListener listener;
    private volatile @Nullable NodeInfo ownInfo;
    private volatile boolean active;
    private volatile long aimedId;

    public MemberTableClusterManager(MemberTable table) {
        this.table = table;
        table.onRemoval(id -> update(address(id), List.of()));
    }

    /** The address of a member. */
    public static String address(long memberId) {
        return MEMBER_PREFIX + MemberTable.nodeId(memberId);
    }

    public MemberTable table() {
        return table;
    }

    /** Remembers where somebody listens who is no member; the last few are kept. */
    public void stranger(long id, PeerUrl url) {
        strangers.put(id, url);
    }

    /** Whether it is known where {@code id} listens, be it a member or not. */
    public boolean canReach(long id) {
        return urlOf(id) != null;
    }

    /** The next messages to {@link #OPEN_ADDRESS} go to where {@code id} listens. One thread aims and sends. */
    public void aim(long id) {
        aimedId = id;
        update(OPEN_ADDRESS, List.of(registration(id)));
    }

    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
        if (address.equals(OPEN_ADDRESS)) {
            promise.succeed(List.of(registration(aimedId)));
        } else if (address.startsWith(MEMBER_PREFIX)) {
            promise.succeed(ofMember(address));
        } else {
            promise.succeed(List.of());
        }
    }

    @Override
    public void getNodeInfo(String nodeId, Completable<NodeInfo> promise) {
        PeerUrl url = urlOf(parse(nodeId));
        if (url == null) {
            promise.fail("no member " + nodeId);
        } else {
            promise.succeed(new NodeInfo(url.host(), url.port(), null));
        }
    }

    @Override
    public String getNodeId() {
        return MemberTable.nodeId(table.selfId());
    }

    @Override
    public List<String> getNodes() {
        return table.ids().stream().map(MemberTable::nodeId).toList();
    }

    @Override
    public @Nullable NodeInfo getNodeInfo() {
        return ownInfo;
    }

    @Override
    public void setNodeInfo(NodeInfo nodeInfo, Completable<Void> promise) {
        ownInfo = nodeInfo;
        promise.succeed();
    }

    @Override
    public void registrationListener(RegistrationListener registrationListener) {
        listener = registrationListener;
    }

    /** Nobody else is told: the addresses others reach follow from the table. */
    @Override
    public void addRegistration(String address, RegistrationInfo registrationInfo, Completable<Void> promise) {
        promise.succeed();
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo registrationInfo, Completable<Void> promise) {
        promise.succeed();
    }

    @Override
    public void init(Vertx vertx) {}

    @Override
    public void join(Completable<Void> promise) {
        active = true;
        promise.succeed();
    }

    @Override
    public void leave(Completable<Void> promise) {
        active = false;
        promise.succeed();
    }

    @Override
    public boolean isActive() {
        return active;
    }

    /** Only for high availability of verticles, which is off: nodes do not come and go here. */
    @Override
    public void nodeListener(NodeListener nodeListener) {}

    @Override
    public <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> promise) {
        promise.fail(unsupported());
    }

    @Override
    public <K, V> Map<K, V> getSyncMap(String name) {
        throw unsupported();
    }

    @Override
    public void getLockWithTimeout(String name, long timeout, Completable<Lock> promise) {
        promise.fail(unsupported());
    }

    @Override
    public void getCounter(String name, Completable<Counter> promise) {
        promise.fail(unsupported());
    }

    private List<RegistrationInfo> ofMember(String address) {
        long id = parse(address.substring(MEMBER_PREFIX.length()));
        return table.contains(id) ? List.of(registration(id)) : List.of();
    }

    private @Nullable PeerUrl urlOf(long id) {
        PeerUrl url = table.url(id);
        return url != null ? url : strangers.url(id);
    }

    private void update(String address, List<RegistrationInfo> registrations) {
        RegistrationListener told = listener;
        if (told != null) {
            told.registrationsUpdated(new RegistrationUpdateEvent(address, registrations));
        }
    }

    private static RegistrationInfo registration(long id) {
        return new RegistrationInfo(MemberTable.nodeId(id), 1, false);
    }

    /** 0, which no member has, for anything but 64 bits in hex. */
    private static long parse(String hex) {
        try {
            return Long.parseUnsignedLong(hex, 16);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("the members share nothing but the replicated log");
    }
}
