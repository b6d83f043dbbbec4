/* SPDX-License-Identifier: Apache-2.0 */
package io.kedge.client;

import io.kedge.grpc.proto.etcdserverpb.LeaseGrantRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseKeepAliveRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseRevokeRequest;
import io.kedge.grpc.proto.etcdserverpb.LeaseTimeToLiveRequest;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Leases: keys attached to one disappear with it. */
public final class Leases {

    private final Transport transport;

    Leases(Transport transport) {
        this.transport = transport;
    }

    /** Grants a lease; fractions of a second are rounded up. */
    public Uni<LeaseGrant> grant(Duration timeToLive) {
        long seconds = timeToLive.plusSeconds(1).minusNanos(1).toSeconds();
        return transport
                .call(
                        Methods.LEASE_GRANT,
                        LeaseGrantRequest.newBuilder().setTTL(seconds).build(),
                        CallKind.WRITE)
                .map(wire -> new LeaseGrant(wire.getID(), Duration.ofSeconds(wire.getTTL())));
    }

    /** Ends a lease and deletes its keys, in one revision; fails with {@code LEASE_NOT_FOUND}. */
    public Uni<Void> revoke(long leaseId) {
        return transport
                .call(
                        Methods.LEASE_REVOKE,
                        LeaseRevokeRequest.newBuilder().setID(leaseId).build(),
                        CallKind.WRITE)
                .replaceWithVoid();
    }

    /** What is left of a lease, with its keys; fails with {@code LEASE_NOT_FOUND}. */
    public Uni<LeaseInfo> timeToLive(long leaseId) {
        LeaseTimeToLiveRequest request =
                LeaseTimeToLiveRequest.newBuilder().setID(leaseId).setKeys(true).build();
        return transport
                .call(Methods.LEASE_TIME_TO_LIVE, request, CallKind.READ)
                .map(wire -> {
                    if (wire.getTTL() < 0) {
                        throw notFound();
                    }
                    return new LeaseInfo(
                            wire.getID(),
                            Duration.ofSeconds(wire.getTTL()),
                            Duration.ofSeconds(wire.getGrantedTTL()),
                            wire.getKeysList().stream().map(Bytes::of).toList());
                });
    }

    /** Renews a lease once and gives its time to live; fails with {@code LEASE_NOT_FOUND}. */
    public Uni<Duration> renew(long leaseId) {
        return renew(leaseId, transport.timeout);
    }

    /**
     * A stream of one request, half-closed: it moves between endpoints and ends like a unary call. Renewing twice is
     * the same as once.
     */
    Uni<Duration> renew(long leaseId, Duration limit) {
        LeaseKeepAliveRequest request =
                LeaseKeepAliveRequest.newBuilder().setID(leaseId).build();
        return transport
                .call(Methods.LEASE_KEEP_ALIVE, request, CallKind.READ, limit)
                .map(wire -> {
                    if (wire.getTTL() <= 0) {
                        throw notFound();
                    }
                    return Duration.ofSeconds(wire.getTTL());
                });
    }

    /** Keeps an existing lease alive until the session is closed. Cancelling after the item has no effect. */
    public Uni<Session> keepAlive(long leaseId) {
        return Uni.createFrom().deferred(() -> {
            long sentNanos = System.nanoTime();
            return renew(leaseId).map(ttl -> new Session(transport, this, leaseId, ttl, sentNanos).start());
        });
    }

    /** Grants a lease and keeps it alive until the session is closed. */
    public Uni<Session> session(Duration timeToLive) {
        return Uni.createFrom().deferred(() -> {
            long sentNanos = System.nanoTime();
            return grant(timeToLive)
                    .map(grant -> new Session(transport, this, grant.id(), grant.timeToLive(), sentNanos).start());
        });
    }

    private static KedgeClientException notFound() {
        return new KedgeClientException(ErrorCode.LEASE_NOT_FOUND, "etcdserver: requested lease not found");
    }
}
